"use client";

import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { useCallback, useMemo } from "react";
import type { Refusal } from "@/lib/core/errors";
import { OperationButton } from "../operation/operation-button";
import { useRefusal } from "../operation/use-refusal";

type RetryButtonProps = { id: string; relyingParty: string; blocked: Refusal | null };

/** Retries one dead delivery; when it can't be, says why before anybody presses. */
export function RetryButton({ id, relyingParty, blocked }: RetryButtonProps) {
  const t = useTranslations("operations.names.delivery.retry");
  const say = useRefusal();
  const router = useRouter();
  const refresh = useCallback(() => router.refresh(), [router]);
  return (
    <OperationButton
      operation="delivery.retry"
      input={useMemo(() => ({ id }), [id])}
      risk="guarded"
      verb={t("verb")}
      title={t("title", { subject: `${id} → ${relyingParty}` })}
      why={blocked ? say(blocked).sentence : undefined}
      variant="primary"
      onDone={refresh}
    />
  );
}
