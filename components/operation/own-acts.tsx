"use client";

import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { confirm, perform, prove } from "@/app/actions";
import type { Refusal, Result } from "@/lib/core/errors";
import { isOpen } from "@/lib/requests/rules/transitions";
import type { RequestCard } from "@/lib/requests/shapes";
import { Button } from "../ui/button";
import { later } from "../ui/later";
import type { GatesName } from "../ui/mark";
import { useLater } from "../ui/use-later";
import { RefusalNote } from "./refusal-note";
import { isOutdated, unanswered } from "./unanswered";

const sheet = later(() => import("./prove-sheet"));

/** The ways on for who asked: prove it, run it, prove it again, take it back. */
export function OwnActs({ card }: { card: RequestCard }) {
  const t = useTranslations("approvals");
  const names = useTranslations("operations.names");
  const router = useRouter();
  const [busy, setBusy] = useState(false);
  const [refusal, setRefusal] = useState<Refusal | null>(null);
  const [proving, setProving] = useState(false);
  const [proved, setProved] = useState(false);
  const come = useLater(sheet, proving, () => setProving(false));
  const { id, state, operation, risk, nonce, supersedes, decisions } = card;
  const act = async (work: () => Promise<Result<unknown>>): Promise<boolean> => {
    setBusy(true);
    const done = await work().catch(unanswered);
    setBusy(false);
    setRefusal(done.ok ? null : done.refusal);
    if (!isOutdated(done)) router.refresh();
    return done.ok;
  };
  const told = refusal && !proving ? <RefusalNote refusal={refusal} /> : null;
  const verb = `${operation}.verb` as Parameters<typeof names.has>[0];
  const unapprovedOffer = supersedes !== null && !decisions.some(({ valid }) => valid);
  const acts = (
    <>
      {state === "draft" ? (
        <Button
          variant="primary"
          size="large"
          gates={risk as GatesName}
          why={unapprovedOffer ? t("acts.offerOpen") : undefined}
          busy={proving && come === null}
          onClick={() => setProving(true)}
        >
          {t("acts.prove")}
        </Button>
      ) : null}
      {state === "ready" ? (
        <Button
          variant={risk === "emergency" ? "emergency" : "primary"}
          size="large"
          gates={risk as GatesName}
          busy={busy}
          why={nonce === null ? t("acts.otherSession") : undefined}
          onClick={() => void act(() => confirm({ id, nonce }))}
        >
          {names.has(verb) ? names(verb as "delivery.retry.verb") : t("acts.run")}
        </Button>
      ) : null}
      <div className="two">
        <Button
          size="large"
          gates="stop"
          busy={busy}
          onClick={() => void act(() => perform({ operation: "request.withdraw", input: { id } }))}
        >
          {t("acts.withdraw")}
        </Button>
        {state === "ready" ? (
          <Button size="large" busy={proving && come === null} onClick={() => setProving(true)}>
            {t("acts.proveAgain")}
          </Button>
        ) : null}
      </div>
    </>
  );
  return (
    <>
      {told}
      {isOpen(state) ? acts : null}
      {come ? (
        <come.ProveSheet
          card={card}
          open={proving}
          busy={busy}
          refusal={refusal}
          proved={proved}
          onClose={() => {
            setProving(false);
            setProved(false);
            setRefusal(null);
          }}
          onGive={(proof) => void act(() => prove({ id, proof })).then(setProved)}
        />
      ) : null}
    </>
  );
}
