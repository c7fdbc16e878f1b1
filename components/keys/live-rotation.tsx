"use client";

import Link from "next/link";
import { useTranslations } from "next-intl";
import { inert } from "@/lib/core/text";
import { canGoOnInSpite } from "@/lib/keys/rules/next-act";
import type { RotationStep } from "@/lib/keys/shapes/rotation";
import type { RotationView } from "@/lib/keys/shapes/views";
import { RequestState } from "../operation/request-state";
import { useRefusal } from "../operation/use-refusal";
import { Note } from "../ui/note";
import { Section } from "../ui/section";
import { type Column, Table } from "../ui/table";
import { Time } from "../ui/time";
import { AdoptionBoard } from "./adoption-board";
import { BreakagePart } from "./breakage-part";
import { HeldAct, HeldLive } from "./held-live";
import { ActInSpite, NextAct } from "./next-act";
import { RotationPosts } from "./rotation-posts";

type Props = { initial: RotationView; admin: boolean };

/** A planned rotation, kept fresh: how far it is, what comes next, who has the new key, and who did which step. */
export function LiveRotation({ initial, admin }: Props) {
  return (
    <HeldLive view="key-rotation" query={{ id: initial.rotation.id }} initial={initial} pauseMs={5_000}>
      {(view) => <RotationParts view={view} admin={admin} />}
    </HeldLive>
  );
}

function RotationParts({ view, admin }: { view: RotationView; admin: boolean }) {
  const { now, newKey, adoption, fetchesUnread, breaks, stage } = view;
  return (
    <>
      <RotationPosts view={view} />
      <Next view={view} admin={admin} />
      {newKey && adoption.length > 0 ? (
        <AdoptionBoard adoption={adoption} fetchesUnread={fetchesUnread} kid={newKey.kid} now={now} />
      ) : null}
      {breaks ? <BreakagePart breaks={breaks} act={stage === "soaking" ? "activate" : "retire"} now={now} /> : null}
      <Steps view={view} />
    </>
  );
}

function Next({ view, admin }: { view: RotationView; admin: boolean }) {
  const t = useTranslations("keys.rotation");
  const names = useTranslations("operations.names.key");
  const say = useRefusal();
  const { stage, next, oldKey, newKey, name, now, cancelable, asked, rotation } = view;
  const subject = name ?? "OIDC";
  const kid = stage === "soaking" ? newKey?.kid : oldKey?.kid;
  return (
    <Section title={t("next")} aside={t("nextAside")}>
      <p>{t(`stage.${stage}`)}</p>
      {asked.map(({ requestId, operation, by }) => (
        <Note
          key={requestId}
          kind="moving"
          lead={t("asked", { by: inert(by) })}
          actions={
            <Link prefetch={false} href={`/operations/${requestId}`}>
              {t("openRequest")}
            </Link>
          }
        >
          {t(
            `askedFor.${operation === "key.publish" ? "publish" : operation === "key.activate" ? "activate" : "retire"}`,
          )}
        </Note>
      ))}
      <div className="acts">
        {next && kid ? <NextAct next={next} kid={kid} subject={subject} admin={admin} now={now} size="medium" /> : null}
        {next && kid && canGoOnInSpite(next) && next.act !== "key.publish" ? (
          <ActInSpite act={next.act} kid={kid} subject={subject} admin={admin} />
        ) : null}
        {cancelable && newKey ? (
          <HeldAct
            operation="key.retire"
            input={{ kid: newKey.kid }}
            risk="grave"
            verb={t("cancel")}
            title={names("retire.title", { subject: `${inert(subject)} ${inert(newKey.kid)}` })}
            why={admin ? undefined : say({ code: "not_allowed" }).sentence}
          />
        ) : null}
      </div>
      <p className="soft">{t("leave", { by: inert(rotation.by) })}</p>
    </Section>
  );
}

function Steps({ view: { rotation, now } }: { view: RotationView }) {
  const t = useTranslations("keys.rotation");
  const columns: Column<RotationStep>[] = [
    {
      key: "act",
      head: t("column.step"),
      cell: ({ act, requestId }) => (
        <Link prefetch={false} href={`/operations/${requestId}`}>
          {t(`act.${act}`)}
        </Link>
      ),
    },
    { key: "kid", head: t("column.kid"), cell: ({ kid }) => kid && <span className="mono">{inert(kid)}</span> },
    { key: "by", head: t("column.by"), width: "150px", cell: ({ by }) => inert(by) },
    {
      key: "at",
      head: t("column.at"),
      width: "190px",
      cell: ({ at }) => <Time at={at} now={now} shape="list" />,
    },
    {
      key: "state",
      head: t("column.state"),
      width: "150px",
      align: "right",
      cell: ({ state }) => <RequestState state={state} />,
    },
  ];
  return (
    <Section title={t("steps")}>
      <Table caption={t("steps")} columns={columns} rows={rotation.steps} rowKey={({ requestId }) => requestId} />
    </Section>
  );
}
