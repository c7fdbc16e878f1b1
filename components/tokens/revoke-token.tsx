"use client";

import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { useTransition } from "react";
import { perform } from "@/app/actions";
import { inert } from "@/lib/core/text";
import { unanswered } from "../operation/unanswered";
import { useRefusal } from "../operation/use-refusal";
import { Button } from "../ui/button";
import { showToast } from "../ui/show-toast";

/** Ends a token at once: it is always safe, and asks for no proof. */
export function RevokeToken({ id, name }: { id: string; name: string }) {
  const [t, names] = [useTranslations("apiTokens"), useTranslations("operations.names.api-token.revoke")];
  const say = useRefusal();
  const router = useRouter();
  const [busy, start] = useTransition();
  const revoke = (): void =>
    start(async () => {
      const done = await perform({ operation: "api-token.revoke", input: { id } }).catch(unanswered);
      showToast({ words: done.ok ? t("revoked") : say(done.refusal).sentence });
      router.refresh();
    });
  return (
    <Button
      size="small"
      gates="stop"
      busy={busy}
      aria-label={names("title", { subject: inert(name) })}
      onClick={revoke}
    >
      {names("verb")}
    </Button>
  );
}
