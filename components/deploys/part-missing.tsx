"use client";

import { useTranslations } from "next-intl";
import type { Refusal } from "@/lib/core/errors";
import { useRefusal } from "../operation/use-refusal";
import { Note } from "../ui/note";

/** One part of the page did not come. The others stand beside it. */
export function PartMissing({ refusal }: { refusal: Refusal }) {
  const t = useTranslations("deploys");
  const { sentence, wayOut, code } = useRefusal()(refusal);
  return (
    <Note kind="degraded" lead={t("partMissing", { why: sentence })}>
      {wayOut} <code className="quiet">{code}</code>
    </Note>
  );
}
