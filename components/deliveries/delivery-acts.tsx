"use client";

import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { useCallback, useMemo } from "react";
import type { DeliveryActs as Acts } from "@/lib/deliveries/shapes";
import { OperationButton } from "../operation/operation-button";
import { useRefusal } from "../operation/use-refusal";

type Named = "retry" | "mark-delivered" | "discard" | "restore";
type ActProps = { named: Named; id: string; relyingParty: string; why?: string; primary?: boolean };

/** The guarded acts on one delivery. A retry that can't be says why before anybody presses; the others stand where they fit. */
export function DeliveryActs({ id, relyingParty, acts }: { id: string; relyingParty: string; acts: Acts }) {
  const say = useRefusal();
  const on = { id, relyingParty };
  return (
    <>
      {acts.markDelivered ? <DeliveryAct {...on} named="mark-delivered" /> : null}
      {acts.discard ? <DeliveryAct {...on} named="discard" /> : null}
      {acts.restore ? <DeliveryAct {...on} named="restore" /> : null}
      <DeliveryAct {...on} named="retry" primary why={acts.retry ? say(acts.retry).sentence : undefined} />
    </>
  );
}

function DeliveryAct({ named, id, relyingParty, why, primary }: ActProps) {
  const t = useTranslations("operations.names.delivery");
  const router = useRouter();
  const refresh = useCallback(() => router.refresh(), [router]);
  return (
    <OperationButton
      operation={`delivery.${named}`}
      input={useMemo(() => ({ id }), [id])}
      risk="guarded"
      verb={t(`${named}.verb`)}
      title={t(`${named}.title`, { subject: `${id} → ${relyingParty}` })}
      why={why}
      variant={primary ? "primary" : undefined}
      onDone={refresh}
    />
  );
}
