import Link from "next/link";
import { useTranslations } from "next-intl";
import { inert } from "@/lib/core/text";
import type { KeyKnowledge, PartyKeys as Keys, PartyKey } from "@/lib/relying-parties/shapes";
import { Amount } from "../ui/amount";
import { Copyable } from "../ui/copyable";
import { Fact, Facts } from "../ui/facts";
import type { StateName } from "../ui/mark";
import { State } from "../ui/state";
import { type Column, Table } from "../ui/table";
import { Time } from "../ui/time";

const marks: Record<KeyKnowledge, StateName> = {
  known: "ok",
  not_yet: "moving",
  overdue: "degraded",
  never_seen: "unknown",
  no_active_key: "down",
};

/** Which key signs, whether this relying party can know it, and what is signed with which. */
export function PartyKeys({ keys, now }: { keys: Keys; now: string }) {
  const t = useTranslations("relyingParties.keys");
  const { activeKid, cacheSeconds, fetch, fetchesUnread, knowledge } = keys;
  return (
    <>
      <Facts>
        <Fact term={t("active")}>{activeKid && <Copyable text={inert(activeKid)} name={t("active")} />}</Fact>
        <Fact term={t("fetched")}>
          {fetchesUnread ? t("unread") : fetch ? <Time at={fetch.at} now={now} /> : t("neverFetched")}
        </Fact>
        <Fact term={t("cache")}>{cacheSeconds === null ? null : <Amount value={cacheSeconds} unit="seconds" />}</Fact>
        <Fact term={t("knows")}>
          <State name={fetchesUnread ? "unknown" : marks[knowledge]}>
            {t(`knowledge.${fetchesUnread ? "never_seen" : knowledge}`)}
          </State>
        </Fact>
      </Facts>
      <KeyTable keys={keys} now={now} />
    </>
  );
}

type Line = { kid: string | null; key: PartyKey | null; dead: number; waiting: number };

/** Every key that is there, and every kid that rows are assigned to, whether it is there or not. */
function linesOf({ keys, undelivered }: Keys): Line[] {
  const counts = (kid: string | null) => undelivered.find((each) => each.kid === kid) ?? { dead: 0, waiting: 0 };
  const listed = keys.map((key) => ({
    kid: key.kid,
    key,
    dead: counts(key.kid).dead,
    waiting: counts(key.kid).waiting,
  }));
  const others = undelivered.filter(({ kid }) => !keys.some((key) => key.kid === kid));
  return [...listed, ...others.map((other) => ({ ...other, key: null }))];
}

const keyStates = ["pending", "published", "active", "grace", "retired", "compromised"] as const;

function KeyTable({ keys, now }: { keys: Keys; now: string }) {
  const t = useTranslations("relyingParties.keys");
  const stateWords = (state: string): string => {
    const known = keyStates.find((each) => each === state);
    return known ? t(`states.${known}`) : inert(state);
  };
  const columns: Column<Line>[] = [
    {
      key: "kid",
      head: t("kid"),
      cell: ({ kid }) =>
        kid === null ? (
          t("whicheverSigns")
        ) : (
          <Link prefetch={false} className="mono" href={`/keys/${encodeURIComponent(kid)}`}>
            {inert(kid)}
          </Link>
        ),
    },
    {
      key: "since",
      head: t("activated"),
      width: "190px",
      onlyWide: true,
      cell: ({ key }) => key?.activatedAt && <Time at={key.activatedAt} now={now} shape="list" />,
    },
    { key: "dead", head: t("dead"), align: "right", width: "90px", cell: ({ dead }) => <Amount value={dead} /> },
    {
      key: "waiting",
      head: t("waiting"),
      align: "right",
      width: "100px",
      cell: ({ waiting }) => <Amount value={waiting} />,
    },
    {
      key: "state",
      head: t("state"),
      width: "140px",
      cell: ({ kid, key }) =>
        key ? (
          <State name={key.state === "active" ? "ok" : key.state === "compromised" ? "down" : "unknown"}>
            {stateWords(key.state)}
          </State>
        ) : kid === null ? null : (
          <State name="down">{t("notThere")}</State>
        ),
    },
  ];
  return (
    <Table
      caption={t("section")}
      columns={columns}
      rows={linesOf(keys)}
      rowKey={({ kid }) => kid ?? "none"}
      empty={<p className="quiet">{t("none")}</p>}
    />
  );
}
