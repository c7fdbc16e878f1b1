"use client";

import { Check, Copy } from "lucide-react";
import { useTranslations } from "next-intl";
import { Icon } from "./icon";
import { useCopy } from "./use-copy";

/** An id that people carry elsewhere, with a tool to copy it. `name` says to assistive technology what is copied. */
export function Copyable({ text, name }: { text: string; name: string }) {
  const t = useTranslations("common.copy");
  const { copied, copy } = useCopy(text);
  return (
    <span className="copyable">
      <span className="mono">{text}</span>
      <button type="button" className="tool" aria-label={t("what", { name })} onClick={copy}>
        <Icon of={copied ? Check : Copy} />
      </button>
    </span>
  );
}
