import Link from "next/link";
import { useTranslations } from "next-intl";
import { isOpen } from "@/lib/requests/rules/transitions";
import type { Inspection, RequestCard } from "@/lib/requests/shapes";
import { Fact, Facts } from "../ui/facts";
import { State } from "../ui/state";
import { Time } from "../ui/time";
import { Approvers, NobodyCanApprove } from "./approvers";
import { DryRun } from "./dry-run";

type Props = { card: RequestCard; inspection: Inspection | null; now: string };

/** What the console itself knows of a request: how it would run now, both clocks, what silence means, how it ended. */
export function RequestFacts({ card, inspection, now }: Props) {
  const t = useTranslations("approvals.fact");
  const old = useTranslations("operations.fact");
  const { state, secondPerson, createdAt, startedAt, finishedAt, failureCode, offeredByName, supersedes } = card;
  const open = isOpen(state);
  const waiting = open && inspection !== null;
  return (
    <Facts>
      {waiting ? (
        <Fact term={t("dryRun")}>
          <DryRun dryRun={inspection.dryRun} shown={card.shown} />
        </Fact>
      ) : null}
      {waiting && inspection.drift ? (
        <Fact term={t("drift")}>
          <Drift {...inspection.drift} />
        </Fact>
      ) : null}
      {open ? <OpenFacts card={card} runWithinMinutes={inspection?.runWithinMinutes ?? null} now={now} /> : null}
      {waiting && secondPerson && state !== "ready" ? (
        <Fact term={t("approvers")}>
          {inspection.approvers.length > 0 ? (
            <Approvers approvers={inspection.approvers} now={now} />
          ) : (
            <NobodyCanApprove />
          )}
        </Fact>
      ) : null}
      <Fact term={old("asked")}>
        <Time at={createdAt} now={now} />
      </Fact>
      {offeredByName === null ? null : (
        <Fact term={t("offeredBy")}>
          {offeredByName}
          {supersedes === null ? null : (
            <>
              {" · "}
              <Link href={`/operations/${supersedes}`}>{t("inPlaceOf")}</Link>
            </>
          )}
        </Fact>
      )}
      {startedAt === null ? null : (
        <Fact term={old("started")}>
          <Time at={startedAt} now={now} />
        </Fact>
      )}
      {finishedAt === null ? null : (
        <Fact term={old("finished")}>
          <Time at={finishedAt} now={now} />
        </Fact>
      )}
      {failureCode === null ? null : (
        <Fact term={old("failure")} mono>
          {failureCode}
        </Fact>
      )}
    </Facts>
  );
}

/** Both clocks, by the server's time, and what happens when nobody does anything. */
function OpenFacts(props: { card: RequestCard; runWithinMinutes: number | null; now: string }) {
  const { card, runWithinMinutes, now } = props;
  const t = useTranslations("approvals.fact");
  const { state, approveBy, executeBy } = card;
  const deciding = state === "awaiting_approval";
  return (
    <>
      {deciding ? (
        <Fact term={t("decideBy")}>
          <Time at={approveBy ?? executeBy} now={now} />
        </Fact>
      ) : null}
      {deciding && runWithinMinutes !== null ? (
        <Fact term={t("runBy")}>{t("afterApproval", { minutes: runWithinMinutes })}</Fact>
      ) : null}
      {deciding ? null : (
        <Fact term={t("runBy")}>
          <Time at={executeBy} now={now} />
        </Fact>
      )}
      <Fact term={t("silence")}>{t("expires")}</Fact>
    </>
  );
}

function Drift({ changed, total }: { changed: number; total: number }) {
  const t = useTranslations("approvals.drift");
  return (
    <State name={changed === 0 ? "ok" : "degraded"}>
      {changed === 0 ? t("none", { total }) : t("some", { changed, total })}
    </State>
  );
}
