import Link from "next/link";
import { useTranslations } from "next-intl";
import type { AppOpening, UseLine } from "@/lib/app-bypass/shapes";
import { inert } from "@/lib/core/text";
import { Fact, Facts } from "../ui/facts";
import { Section } from "../ui/section";
import { Time } from "../ui/time";
import { UseTable } from "./use-table";

type Props = { openings: readonly AppOpening[]; shown: { id: string; uses: readonly UseLine[] } | null; now: string };

/** What apps are and were let do without Clerk, and which requests got in by it: to be gone through once Clerk is back. */
export function PastBypasses({ openings, shown, now }: Props) {
  const t = useTranslations("appBypass.past");
  return (
    <Section title={t("title")} aside={t("order")}>
      {openings.length === 0 ? <p className="soft">{t("nobody")}</p> : null}
      <ol className="openings">
        {openings.map((opening) => (
          <li key={opening.id} id={`app-bypass-${opening.id}`}>
            <One opening={opening} now={now} />
            {shown?.id === opening.id ? <UseTable uses={shown.uses} now={now} /> : null}
          </li>
        ))}
      </ol>
    </Section>
  );
}

function One({ opening, now }: { opening: AppOpening; now: string }) {
  const [t, all] = [useTranslations("appBypass.past"), useTranslations("appBypass")];
  const { id, appName, rung, openedBy, approvedBy, reason, incident, openedAt, endsAt, endedAt, endedBy } = opening;
  return (
    <>
      <h3>{t("of", { name: inert(appName), rung: all(`rung.${rung}`) })}</h3>
      <Facts>
        <Fact term={t("opened")}>
          <Time at={openedAt} now={now} />
        </Fact>
        <Fact term={t("ended")}>
          {endedAt === null ? (
            <>
              {t("stillOpen")} <Time at={endsAt} now={now} />
            </>
          ) : (
            <>
              <Time at={endedAt} now={now} />{" "}
              <span className="quiet">{endedBy === null ? t("expired") : t("byHand", { name: inert(endedBy) })}</span>
            </>
          )}
        </Fact>
        <Fact term={t("who")}>{t("askedBy", { name: inert(openedBy), approver: inert(approvedBy ?? "–") })}</Fact>
        <Fact term={t("reason")}>
          <span className="inert">{inert(reason)}</span>
          {incident === null ? null : ` · ${inert(incident)}`}{" "}
          <Link prefetch={false} href={`/operations/${opening.requestId}`}>
            {t("request")}
          </Link>
        </Fact>
        <Fact term={t("limits")}>
          <LimitsOf opening={opening} />
        </Fact>
        <Fact term={t("uses")}>
          {t("useCount", { count: opening.usesKept, beyond: opening.usesBeyond })}{" "}
          {opening.usesKept === 0 ? null : (
            <Link prefetch={false} href={`/bypass?opening=${id}#app-bypass-${id}`}>
              {t("show")}
            </Link>
          )}
        </Fact>
      </Facts>
    </>
  );
}

function LimitsOf({ opening: { sessionMinutes, routes, people } }: { opening: AppOpening }) {
  const t = useTranslations("appBypass.past");
  if (sessionMinutes !== null) return t("sessionMinutes", { count: sessionMinutes });
  const named = [...routes, ...people];
  return named.length === 0 ? null : <span className="mono">{named.map(inert).join(" · ")}</span>;
}
