"use client";

import Link from "next/link";
import { useTranslations } from "next-intl";
import { inert } from "@/lib/core/text";
import type { KeyLine, RingLine } from "@/lib/keys/shapes/views";
import { Amount } from "../ui/amount";
import { SpanText } from "../ui/span-text";
import { State } from "../ui/state";
import { type Column, Table } from "../ui/table";
import { Time } from "../ui/time";
import { Life } from "./life";
import { NextAct, PublishAct } from "./next-act";

type Line = { ring: RingLine; key: KeyLine; first: boolean };
type Props = { caption: string; rings: readonly RingLine[]; admin: boolean; now: string; empty: string };

/** Every key of some rings, a ring's one after the other, with what can safely be done next or why nothing can. */
export function KeyTable({ caption, rings, admin, now, empty }: Props) {
  const columns = useColumns(admin, now);
  return (
    <Table
      caption={caption}
      columns={columns}
      rows={rings.flatMap((ring) => ring.keys.map((key, place): Line => ({ ring, key, first: place === 0 })))}
      rowKey={({ ring, key }) => `${ring.of} ${key.kid}`}
      rowState={({ key }) => (isWrong(key) ? "down" : undefined)}
      empty={<p className="soft">{empty}</p>}
    />
  );
}

/** A key that nobody can fetch, and one that nobody should. */
const isWrong = ({ state, served }: KeyLine): boolean =>
  served !== null && served !== ["published", "active", "grace"].includes(state);

function useColumns(admin: boolean, now: string): Column<Line>[] {
  const t = useTranslations("keys");
  return [
    {
      key: "kid",
      head: t("column.kid"),
      cell: ({ key }) => (
        <Link prefetch={false} href={`/keys/${encodeURIComponent(key.kid)}`} className="mono">
          {inert(key.kid)}
        </Link>
      ),
    },
    {
      key: "party",
      head: t("column.relyingParty"),
      width: "150px",
      cell: ({ ring }) => <Whose ring={ring} />,
    },
    { key: "life", head: t("column.life"), width: "200px", cell: ({ key }) => <Life state={key.state} /> },
    {
      key: "since",
      head: t("column.since"),
      width: "150px",
      onlyWide: true,
      cell: ({ key }) => key.activatedAt && <Time at={key.activatedAt} now={now} shape="list" />,
    },
    {
      key: "served",
      head: t("column.served"),
      width: "110px",
      onlyWide: true,
      cell: ({ key }) =>
        key.served === null ? null : isWrong(key) ? (
          <State name="down">{t(key.served ? "served.yes" : "served.no")}</State>
        ) : (
          <span className="soft">{t(key.served ? "served.yes" : "served.no")}</span>
        ),
    },
    {
      key: "undelivered",
      head: t("column.undelivered"),
      width: "100px",
      align: "right",
      cell: ({ key: { dead, waiting } }) =>
        dead === null || waiting === null ? null : <Amount value={dead + waiting} />,
    },
    {
      key: "next",
      head: t("column.next"),
      width: "230px",
      align: "right",
      cell: (line) => (
        <div className="key-next">
          <Next line={line} admin={admin} now={now} />
        </div>
      ),
    },
  ];
}

function Whose({ ring: { of, name, cacheSeconds } }: { ring: RingLine }) {
  const t = useTranslations("keys");
  if (name === null) return <>{t("everybody")}</>;
  return (
    <>
      <Link prefetch={false} href={`/relying-parties/${of}`}>
        {inert(name)}
      </Link>
      <span className="sub quiet small">
        {cacheSeconds === null ? (
          t("cacheUnknown")
        ) : (
          <>
            {t("cache")} <SpanText seconds={cacheSeconds} tight />
          </>
        )}
      </span>
    </>
  );
}

/** The act that is next for this key: of one that signs, to publish its successor. Who may not act reads what it is. */
function Next({ line: { ring, key }, admin, now }: { line: Line; admin: boolean; now: string }) {
  const t = useTranslations("keys");
  const names = useTranslations("operations.names");
  const subject = ring.name ?? "OIDC";
  const next = key.state === "active" ? ring.publish : key.next;
  const successor = ring.keys.find(({ state }) => state === "published");
  if (next === null) return <span className="quiet">{t("kept")}</span>;
  if (next.act === "key.publish" && successor)
    return (
      <span className="soft">
        {t("successor")} <span className="mono">{inert(successor.kid)}</span>
      </span>
    );
  if (!admin && next.refusal?.code !== "key_too_early")
    return <span className="soft">{t("byAdmin", { verb: names(`${next.act}.verb`) })}</span>;
  return next.act === "key.publish" ? (
    <PublishAct of={ring.of} subject={subject} next={next} admin={admin} size="small" />
  ) : (
    <NextAct next={next} kid={key.kid} subject={subject} admin={admin} now={now} size="small" />
  );
}
