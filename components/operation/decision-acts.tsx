"use client";

import { useTranslations } from "next-intl";
import { useId, useState } from "react";
import type { Inspection, Parts, RequestCard } from "@/lib/requests/shapes";
import { Button } from "../ui/button";
import { later } from "../ui/later";
import type { GatesName } from "../ui/mark";
import { useLater } from "../ui/use-later";
import { Why } from "../ui/why";
import type { Decision } from "./decision-sheets";
import { useRefusal } from "./use-refusal";

const sheets = later(() => import("./decision-sheets"));

/** Which is open, and what could be offered when it was opened. */
type Sheet = { act: Decision; parts: Parts | null };

/** Yes, no, or less of the same; and, for who may not, why. */
export function DecisionActs({ card, inspection }: { card: RequestCard; inspection: Inspection | null }) {
  const t = useTranslations("approvals.acts");
  const say = useRefusal();
  const [sheet, setSheet] = useState<Sheet | null>(null);
  const whyId = useId();
  const close = (): void => setSheet(null);
  const come = useLater(sheets, sheet !== null, close);
  const coming = (act: Decision): boolean => sheet?.act === act && come === null;
  const { state, risk, own, mayNotDecide, offeredByName } = card;
  const waiting = state === "awaiting_approval";
  const ownOffer = state === "draft" && offeredByName !== null && mayNotDecide === null;
  const blocked = mayNotDecide === null ? undefined : whyId;
  const impossible = inspection?.dryRun.ok === false ? say(inspection.dryRun.refusal).sentence : undefined;
  const { parts = null, divisible = false } = inspection ?? {};
  const show = (act: Decision) => (): void => setSheet({ act, parts });
  const fewer = divisible && parts !== null && (parts.choices.length > 1 || (parts.count?.total ?? 0) > 1);
  const decidable = waiting || ownOffer || (state === "ready" && mayNotDecide === null);
  const acts = (
    <>
      {mayNotDecide === null ? null : (
        <Why id={whyId}>
          {own
            ? say({ code: "self_approval" }).sentence
            : mayNotDecide === "not_allowed"
              ? t("onlyAdmins")
              : say({ code: mayNotDecide, facts: { state } }).sentence}
        </Why>
      )}
      {waiting || ownOffer ? (
        <Button
          variant="primary"
          size="large"
          gates={risk as GatesName}
          whyId={blocked}
          why={blocked ? undefined : impossible}
          busy={coming("approve")}
          onClick={show("approve")}
        >
          {t("approve")}
        </Button>
      ) : null}
      <div className="two">
        {ownOffer ? null : (
          <Button size="large" whyId={blocked} busy={coming("deny")} onClick={show("deny")}>
            {t("deny")}
          </Button>
        )}
        {waiting && fewer ? (
          <Button size="large" whyId={blocked} busy={coming("offer")} onClick={show("offer")}>
            {t("fewer")}
          </Button>
        ) : null}
      </div>
    </>
  );
  // What was decided is read to its end, though there is nothing to decide any more.
  return (
    <>
      {decidable ? acts : null}
      {come ? (
        <come.DecisionSheets card={card} parts={sheet?.parts ?? null} open={sheet?.act ?? null} onClose={close} />
      ) : null}
    </>
  );
}
