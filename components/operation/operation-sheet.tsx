"use client";

import { useTranslations } from "next-intl";
import { type ReactNode, type RefObject, useEffect, useEffectEvent, useLayoutEffect, useRef } from "react";
import { inert } from "@/lib/core/text";
import type { Performed } from "@/lib/operations/perform/run-request";
import { Button } from "../ui/button";
import type { PostName } from "../ui/mark";
import { Risk } from "../ui/risk";
import { Sheet } from "../ui/sheet";
import { Why } from "../ui/why";
import { BlastRadius } from "./blast-radius";
import { Gate } from "./gate";
import { OutcomeGate } from "./outcome-gate";
import { ProofGate } from "./proof-gate";
import { ReasonGate } from "./reason-gate";
import { RefusalNote } from "./refusal-note";
import { SecondPersonGate } from "./second-person-gate";
import { type Gates, type OperationRun, useOperationRun } from "./use-operation-run";
import { usePasskeys } from "./use-passkeys";

export type GuardedRisk = "guarded" | "grave" | "emergency";

type OperationSheetProps = {
  operation: string;
  input: unknown;
  /** What only this person may know. It leaves the page with the confirmation alone. */
  confided?: unknown;
  risk: GuardedRisk;
  /** "Retry delivery": the verb of the button, the sheet, the record. */
  verb: string;
  title: string;
  open: boolean;
  onClose: () => void;
  /** It ran, or was refused: the page behind may be old now. `handed`: what is shown this once, such as new codes. */
  onDone: (succeeded: boolean, handed: Handed) => void;
};

type Handed = Performed["outcome"]["handed"];

const order: readonly Gates[] = ["preview", "reason", "proof", "second", "run", "outcome"];

/** The one sheet in which every guarded, grave and emergency act is previewed, asked for, proved, run and accounted for. */
export function OperationSheet(props: OperationSheetProps) {
  const { operation, input, confided, risk, verb, title, open, onClose, onDone } = props;
  const t = useTranslations("operation");
  const run = useOperationRun(operation, input, confided);
  // Asked ahead: at the gate of the proof it is known who has a passkey.
  usePasskeys(open);
  const { state, look } = run;
  const reason = useRef<HTMLTextAreaElement>(null);
  const begin = useEffectEvent(() => {
    // A request that was asked for is kept while the sheet is closed, and gone on with.
    if (!["proof", "second", "run"].includes(state.at)) void look();
  });
  useEffect(() => {
    if (open) begin();
  }, [open]);
  useEffect(() => {
    if (state.at === "reason") reason.current?.focus();
  }, [state.at]);
  // After a refusal by role the page behind would be gone, and with it the sentence that says why.
  const worldMoved = state.at === "outcome" && state.refusal?.code !== "not_allowed";
  const succeeded = state.done !== null;
  const handed = state.done?.outcome.handed;
  // Before it is on the screen: who closes it at once, closes what is done.
  useLayoutEffect(() => {
    if (worldMoved) onDone(succeeded, handed);
  }, [worldMoved, succeeded, handed, onDone]);
  return (
    <Sheet
      open={open}
      onClose={onClose}
      closeLabel={state.asked ? t("closeKeeps") : undefined}
      title={title}
      above={
        <>
          <Risk name={risk} /> <code>{operation}</code>
        </>
      }
      footer={<Foot run={run} risk={risk} verb={verb} onClose={onClose} />}
    >
      <ol>
        <Spine run={run} reason={reason} />
      </ol>
    </Sheet>
  );
}

function Spine({ run, reason }: { run: OperationRun; reason: RefObject<HTMLTextAreaElement | null> }) {
  const t = useTranslations("operation");
  const { state, look, ask, proveWith } = run;
  const place = (gate: Gates): PostName => {
    const [now, own] = [order.indexOf(state.at), order.indexOf(gate)];
    return own < now ? "past" : own === now ? "here" : "ahead";
  };
  const stopped = state.refusal && state.at !== "outcome" ? <Stopped run={run} onLook={() => void look()} /> : null;
  const here = (gate: Gates, content: ReactNode): ReactNode => (state.at === gate ? content : null);
  return (
    <>
      <Gate at={place("preview")} title={t("preview.title")}>
        {state.card ? <BlastRadius shown={state.card.preview} /> : null}
        {here("preview", stopped)}
      </Gate>
      <Gate at={place("reason")} title={t("reason.title")}>
        {here(
          "reason",
          <ReasonGate
            busy={state.busy}
            field={reason}
            incidents={state.card?.incidents}
            onGive={(words, incident) => void ask(words, incident)}
          />,
        )}
        {here("reason", stopped)}
        {state.incident ? <p className="strong">{inert(state.incident)}</p> : null}
        {state.reason ? <p className="inert soft">{inert(state.reason)}</p> : null}
      </Gate>
      <Gate at={place("proof")} title={t("proof.title")}>
        {here(
          "proof",
          <ProofGate
            purpose="request"
            requestId={state.asked?.id ?? ""}
            digest={state.asked?.digest ?? ""}
            code={state.asked?.code ?? ""}
            busy={state.busy}
            enrols={state.card?.operation === "passkey.add"}
            onGive={(given) => void proveWith(given)}
          />,
        )}
        {here("proof", stopped)}
      </Gate>
      <SecondPersonGate run={run} at={place("second")} />
      <Gate at={place("run")} title={t("run.title")}>
        {here("run", <p className="small soft">{t(state.busy ? "run.running" : "run.ready")}</p>)}
        {here("run", stopped)}
      </Gate>
      <Gate at={place("outcome")} title={t("outcome.title")}>
        <OutcomeGate state={state.at === "outcome" ? state : { ...state, done: null, refusal: null }} />
      </Gate>
    </>
  );
}

function Stopped({ run, onLook }: { run: OperationRun; onLook: () => void }) {
  const t = useTranslations("operation.preview");
  const { refusal } = run.state;
  return refusal ? (
    <RefusalNote refusal={refusal} actions={<Button onClick={onLook}>{t("lookAgain")}</Button>} />
  ) : null;
}

function Foot({
  run,
  risk,
  verb,
  onClose,
}: {
  run: OperationRun;
  risk: GuardedRisk;
  verb: string;
  onClose: () => void;
}) {
  const [t, common] = [useTranslations("operation"), useTranslations("common")];
  const { state } = run;
  if (state.at === "outcome") {
    return (
      <>
        <Why>{t("foot.ran")}</Why>
        <Button onClick={onClose}>{common("close")}</Button>
      </>
    );
  }
  const ready = state.at === "run";
  return (
    <>
      <Why>{t("foot.nothingRan")}</Why>
      {state.asked ? (
        <Button onClick={() => void run.withdraw().then(onClose)} busy={state.busy}>
          {t("foot.withdraw")}
        </Button>
      ) : null}
      <Button
        variant={risk === "emergency" ? "emergency" : "primary"}
        gates={risk}
        busy={state.busy}
        why={ready ? undefined : t(state.at === "second" ? "run.waiting" : "run.notYet")}
        onClick={() => void run.run()}
      >
        {verb}
      </Button>
    </>
  );
}
