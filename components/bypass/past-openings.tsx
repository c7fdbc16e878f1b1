import Link from "next/link";
import { useTranslations } from "next-intl";
import type { PastGrant } from "@/lib/bypass/shapes";
import { inert } from "@/lib/core/text";
import { OperationTitle } from "../operation/operation-title";
import { RequestState } from "../operation/request-state";
import { Fact, Facts } from "../ui/facts";
import { Section } from "../ui/section";
import { State } from "../ui/state";
import { Time } from "../ui/time";

/** What was done under each opening, to be gone through afterwards, and the review that is owed for it. */
export function PastOpenings({ grants, now }: { grants: readonly PastGrant[]; now: string }) {
  const t = useTranslations("bypass.past");
  return (
    <Section title={t("title")} aside={t("order")}>
      {grants.length === 0 ? <p className="soft">{t("nobody")}</p> : null}
      <ol className="openings">
        {grants.map((grant) => (
          <li key={grant.id} id={`grant-${grant.id}`}>
            <Opening grant={grant} now={now} />
          </li>
        ))}
      </ol>
    </Section>
  );
}

function Opening({ grant, now }: { grant: PastGrant; now: string }) {
  const [t, glass] = [useTranslations("bypass.past"), useTranslations("glass")];
  const { personName, drill, opener, openedWith, reason, incident, openedAt, endedAt, endedBecause, requests } = grant;
  const ended = t(`because.${endedBecause}`, { name: grant.endedByName ?? "–" });
  return (
    <>
      <h3>{t(drill ? "drillBy" : "by", { name: personName })}</h3>
      <Facts>
        <Fact term={t("opened")}>
          <Time at={openedAt} now={now} />{" "}
          <span className="quiet">{`${glass(`opener.${opener}`)}, ${glass(`by.${openedWith}`)}`}</span>
        </Fact>
        <Fact term={t("ended")}>
          {endedAt === null ? null : <Time at={endedAt} now={now} />} <span className="quiet">{ended}</span>
        </Fact>
        <Fact term={t("reason")}>
          <span className="inert">{inert(reason)}</span>
          {incident === null ? null : ` · ${inert(incident)}`}
        </Fact>
        <Fact term={t("review")}>
          <ReviewOf grant={grant} now={now} />
        </Fact>
        <Fact term={t("done")}>
          {requests.length === 0 ? t("nothing") : <Requests requests={requests} now={now} />}
        </Fact>
      </Facts>
    </>
  );
}

function ReviewOf({ grant: { review, drill }, now }: { grant: PastGrant; now: string }) {
  const t = useTranslations("bypass.past");
  if (review === null) return drill ? t("noReview") : "–";
  const { id, filedAt, dueAt, late } = review;
  const words = filedAt === null ? t(late ? "late" : "owed") : t("filed");
  return (
    <>
      <State name={filedAt === null ? (late ? "down" : "degraded") : "ok"}>{words}</State>{" "}
      <Time at={filedAt ?? dueAt} now={now} shape="list" />{" "}
      <Link prefetch={false} href={`/approvals/reviews/${id}`}>
        {t("openReview")}
      </Link>
    </>
  );
}

function Requests({ requests, now }: { requests: PastGrant["requests"]; now: string }) {
  const t = useTranslations("bypass.past");
  return (
    <ul className="done-under">
      {requests.map(({ id, operation, subject, state, part, at }) => (
        <li key={`${id} ${part}`}>
          <span>
            {part === "asked" ? null : `${t(`part.${part}`)}: `}
            <Link prefetch={false} href={`/operations/${id}`}>
              <OperationTitle operation={operation} subject={subject} />
            </Link>
          </span>
          <RequestState state={state} />
          <Time at={at} now={now} shape="instant" />
        </li>
      ))}
    </ul>
  );
}
