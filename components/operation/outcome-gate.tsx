"use client";

import Link from "next/link";
import { useTranslations } from "next-intl";
import { Note } from "../ui/note";
import { RefusalNote } from "./refusal-note";
import { TakeFile } from "./take-file";
import type { RunState } from "./use-operation-run";
import { usePhrase } from "./use-phrase";

/** How it ended: done, refused, or unknown with the way to find out. */
export function OutcomeGate({ state }: { state: RunState }) {
  const t = useTranslations("operation.outcome");
  const say = usePhrase();
  const page = state.asked ? `/operations/${state.asked.id}` : "/operations";
  if (state.done) {
    const [file] = state.done.outcome.handed?.file ?? [];
    return (
      <Note
        kind={state.done.outcome.goesOn ? "moving" : "ok"}
        lead={t(state.done.outcome.goesOn ? "goesOn" : "proved")}
        live="polite"
        actions={
          <>
            {file ? <TakeFile address={file} /> : null}
            <Link href={page}>{t("record")}</Link>
          </>
        }
      >
        {say(state.done.outcome.summary)}
      </Note>
    );
  }
  if (!state.refusal) return null;
  return <RefusalNote refusal={state.refusal} actions={<Link href={page}>{t("record")}</Link>} />;
}
