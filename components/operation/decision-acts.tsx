"use client";

import { useTranslations } from "next-intl";
import { useId, useState } from "react";
import type { Inspection, RequestCard } from "@/lib/requests/shapes";
import { Button } from "../ui/button";
import type { GatesName } from "../ui/mark";
import { Why } from "../ui/why";
import { ApproveSheet, DenySheet } from "./decision-sheets";
import { OfferSheet } from "./offer-sheet";
import { useRefusal } from "./use-refusal";

type Act = "approve" | "deny" | "offer";

/** Yes, no, or less of the same; and, for who may not, why. */
export function DecisionActs({ card, inspection }: { card: RequestCard; inspection: Inspection | null }) {
  const t = useTranslations("approvals.acts");
  const say = useRefusal();
  const [sheet, setSheet] = useState<Act | null>(null);
  const whyId = useId();
  const { state, risk, own, mayNotDecide, offeredByName } = card;
  const waiting = state === "awaiting_approval";
  const ownOffer = state === "draft" && offeredByName !== null && mayNotDecide === null;
  if (!waiting && !ownOffer && !(state === "ready" && mayNotDecide === null)) return null;
  const blocked = mayNotDecide === null ? undefined : whyId;
  const impossible = inspection?.dryRun.ok === false ? say(inspection.dryRun.refusal).sentence : undefined;
  const { parts = null, divisible = false } = inspection ?? {};
  const fewer = divisible && parts !== null && (parts.choices.length > 1 || (parts.count?.total ?? 0) > 1);
  const close = (): void => setSheet(null);
  return (
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
          onClick={() => setSheet("approve")}
        >
          {t("approve")}
        </Button>
      ) : null}
      <div className="two">
        {ownOffer ? null : (
          <Button size="large" whyId={blocked} onClick={() => setSheet("deny")}>
            {t("deny")}
          </Button>
        )}
        {waiting && fewer ? (
          <Button size="large" whyId={blocked} onClick={() => setSheet("offer")}>
            {t("fewer")}
          </Button>
        ) : null}
      </div>
      <ApproveSheet card={card} open={sheet === "approve"} onClose={close} />
      <DenySheet card={card} open={sheet === "deny"} onClose={close} />
      {parts ? <OfferSheet card={card} parts={parts} open={sheet === "offer"} onClose={close} /> : null}
    </>
  );
}
