import { useTranslations } from "next-intl";
import { inert } from "@/lib/core/text";
import {
  type CustomerSession,
  type CustomerSessions,
  clerkUserId,
  type Part,
  type SessionState,
} from "@/lib/customers/shapes";
import { RevokePerson } from "../sessions/revoke-person";
import { Blank } from "../ui/blank";
import type { StateName } from "../ui/mark";
import { Section } from "../ui/section";
import { State } from "../ui/state";
import { type Column, Table } from "../ui/table";
import { Time } from "../ui/time";
import { isLive } from "./customer-verdict";
import { PartMissing } from "./part-missing";

type Props = { part: Part<CustomerSessions>; user: string | null; now: string };

/** Which browsers of theirs are signed in, and which were, with the way to sign all of them out. */
export function SessionsPart({ part, user, now }: Props) {
  const t = useTranslations("customers.sessionsPart");
  return (
    <Section title={t("section")} aside={part.ok ? <Counted {...part.value} /> : undefined}>
      {part.ok ? (
        <SessionTable sessions={part.value.sessions} now={now} />
      ) : (
        <PartMissing part="sessions" trouble={part.trouble} />
      )}
      {user !== null && clerkUserId.safeParse(user).success ? <RevokePerson user={user} /> : null}
    </Section>
  );
}

function Counted({ sessions, total }: CustomerSessions) {
  const t = useTranslations("customers.sessionsPart");
  const shown = sessions.length;
  return shown < total ? t("newest", { shown, total }) : t("all", { live: sessions.filter(isLive).length, total });
}

const stateMarks: Partial<Record<SessionState, StateName>> = { active: "ok", pending: "moving", revoked: "degraded" };

function SessionTable({ sessions, now }: { sessions: readonly CustomerSession[]; now: string }) {
  const t = useTranslations("customers.sessionsPart");
  const columns: Column<CustomerSession>[] = [
    {
      key: "client",
      head: t("client"),
      cell: ({ browser, mobile, clientId }) => (
        <>
          {browser === null ? null : inert(browser)}
          {mobile === null ? null : ` · ${t(mobile ? "mobile" : "desktop")}`}
          <span className="sub mono">{clientId === null ? "–" : inert(clientId)}</span>
        </>
      ),
    },
    {
      key: "active",
      head: t("lastActive"),
      width: "190px",
      cell: ({ lastActiveAt }) => lastActiveAt && <Time at={lastActiveAt} now={now} shape="list" />,
    },
    {
      key: "expires",
      head: t("expires"),
      width: "190px",
      onlyWide: true,
      cell: ({ expiresAt }) => expiresAt && <Time at={expiresAt} now={now} shape="list" />,
    },
    {
      key: "state",
      head: t("state"),
      width: "140px",
      cell: ({ state }) => <State name={stateMarks[state] ?? "unknown"}>{t(`states.${state}`)}</State>,
    },
  ];
  return (
    <Table
      caption={t("section")}
      columns={columns}
      rows={sessions}
      rowKey={({ id }) => id}
      empty={
        <Blank mark="unknown" title={t("none.title")}>
          {t("none.words")}
        </Blank>
      }
    />
  );
}
