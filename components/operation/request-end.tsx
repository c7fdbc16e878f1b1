"use client";

import Link from "next/link";
import { useTranslations } from "next-intl";
import type { RefusalCode } from "@/lib/core/errors";
import { inert } from "@/lib/core/text";
import type { Outcome } from "@/lib/operations/define";
import type { RequestCard } from "@/lib/requests/shapes";
import { Note } from "../ui/note";
import { usePhrase } from "./use-phrase";
import { useRefusal } from "./use-refusal";

/** How it ended, or what came in its place; nothing while it goes on. */
export function RequestEnd({ card }: { card: RequestCard }) {
  const t = useTranslations();
  const say = usePhrase();
  const explain = useRefusal();
  const { state, outcome, failureCode, decisions, supersededBy } = card;
  if (state === "succeeded" && outcome !== null)
    return (
      <Note kind="ok" lead={t("operation.outcome.proved")}>
        {say((outcome as Outcome).summary)}
      </Note>
    );
  const no = decisions.findLast(({ decision }) => decision === "denied");
  if (state === "denied" && no)
    return (
      <Note kind="down" lead={t("operation.secondPerson.denied", { name: no.personName })}>
        <span className="inert">{inert(no.reason)}</span>
      </Note>
    );
  if (state === "superseded" && supersededBy !== null)
    return (
      <Note
        kind="moving"
        lead={t("operation.secondPerson.offered.lead")}
        actions={<Link href={`/operations/${supersededBy}`}>{t("operation.secondPerson.offered.open")}</Link>}
      >
        {t("operation.secondPerson.offered.words")}
      </Note>
    );
  if (failureCode === null || state === "unknown") return null;
  const { sentence } = explain({ code: failureCode as RefusalCode });
  return <Note kind={state === "expired" ? "plain" : "down"}>{sentence}</Note>;
}
