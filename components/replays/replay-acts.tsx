"use client";

import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { useState } from "react";
import type { ReplayView } from "@/lib/replays/shapes";
import { OperationButton } from "../operation/operation-button";
import { StopAct } from "../operation/stop-act";
import { Field } from "../ui/field";
import { TextInput } from "../ui/text-input";

type Props = { replay: ReplayView; held: boolean; own: boolean; acts: "all" | "stop" | "none" };

/** Stopping is for everybody who may act, at once; going on and another pace are proved, by who asked or an admin. */
export function ReplayActs({ replay, held, own, acts }: Props) {
  const t = useTranslations("operations.names.replay");
  const refusals = useTranslations("refusals");
  const { requestId: request, state, takingBack, tally } = replay;
  const why = own || acts === "all" ? undefined : refusals("request_not_yours.sentence");
  const nothingWaits = state !== "running" && tally.queued === 0;
  const [input, may, ends] = [{ request }, acts !== "none", state === "canceling"];
  if (ends && takingBack) return null;
  return (
    <div className="acts replay-acts">
      {state === "running" ? <StopAct operation="replay.pause" input={input} verb={t("pause.verb")} may={may} /> : null}
      {ends ? null : <StopAct operation="replay.cancel" input={input} verb={t("cancel.verb")} may={may} />}
      {state === "paused" || (held && !ends) ? (
        <Go
          operation="replay.resume"
          input={input}
          verb={t("resume.verb")}
          title={t("resume.title", { subject: "" })}
          why={why}
        />
      ) : null}
      <Go
        operation="replay.undo"
        input={input}
        verb={t("undo.verb")}
        title={t("undo.title", { subject: "" })}
        why={why ?? (nothingWaits ? refusals("nothing_to_take_back.sentence") : undefined)}
      />
      {ends ? null : <Rate replay={replay} why={why} />}
    </div>
  );
}

type GoProps = { operation: string; input: unknown; verb: string; title: string; why: string | undefined };

function Go(act: GoProps) {
  const router = useRouter();
  return <OperationButton {...act} risk="guarded" size="small" onDone={() => router.refresh()} />;
}

/** Another pace, never above what was approved. */
function Rate({
  replay: { requestId: request, rate, approvedRate },
  why,
}: {
  replay: ReplayView;
  why: string | undefined;
}) {
  const [t, names] = [useTranslations("replays.progress"), useTranslations("operations.names.replay.set-rate")];
  const [typed, setTyped] = useState("");
  const wished = Number(typed);
  const usable = Number.isInteger(wished) && wished >= 1 && wished <= approvedRate && wished !== rate;
  return (
    <details className="replay-rate">
      <summary>{t("otherRate")}</summary>
      <Field label={t("newRate")} hint={t("newRateHint", { rate, approved: approvedRate })}>
        {(control) => (
          <TextInput
            {...control}
            inputMode="numeric"
            autoComplete="off"
            maxLength={4}
            value={typed}
            onChange={(event) => setTyped(event.target.value.trim())}
          />
        )}
      </Field>
      <Go
        operation="replay.set-rate"
        input={{ request, ratePerSecond: wished }}
        verb={names("verb")}
        title={t("newRateTitle", { rate: usable ? wished : rate })}
        why={why ?? (usable ? undefined : t("newRateHint", { rate, approved: approvedRate }))}
      />
    </details>
  );
}
