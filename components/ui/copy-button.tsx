"use client";

import { Check, Copy } from "lucide-react";
import type { ReactNode } from "react";
import { Button } from "./button";
import { Icon } from "./icon";
import { useCopy } from "./use-copy";

/** A small button that copies a text; its check mark says that it did. */
export function CopyButton({ text, children }: { text: string; children: ReactNode }) {
  const { copied, copy } = useCopy(text);
  return (
    <Button size="small" icon={<Icon of={copied ? Check : Copy} />} onClick={copy}>
      {children}
    </Button>
  );
}
