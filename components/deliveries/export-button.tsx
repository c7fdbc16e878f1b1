"use client";

import { useTranslations } from "next-intl";
import type { ExportInput } from "@/lib/deliveries/shapes";
import { OperationButton } from "../operation/operation-button";

const nothing = (): void => undefined;

/** Asks for a file of what is ticked. The sheet says how much it holds, and hands out its address. */
export function ExportButton({ input }: { input: ExportInput }) {
  const t = useTranslations("operations.names.delivery.export");
  const own = useTranslations("deliveries.export");
  return (
    <OperationButton
      operation="delivery.export"
      input={input}
      risk="guarded"
      verb={t("verb")}
      title={own("title")}
      size="small"
      onDone={nothing}
    />
  );
}
