"use client";

import { useQueryClient } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { useTransition } from "react";
import { perform } from "@/app/actions";
import { inert } from "@/lib/core/text";
import { useRefusal } from "../operation/use-refusal";
import { showToast } from "../ui/show-toast";

/** Ends what an app may do without Clerk, at once: no proof is asked. */
export function useEndAppBypass({ id, appName }: { id: string; appName: string }): { busy: boolean; end: () => void } {
  const t = useTranslations("appBypass");
  const say = useRefusal();
  const [client, router] = [useQueryClient(), useRouter()];
  const [busy, start] = useTransition();
  const end = (): void =>
    start(async () => {
      const done = await perform({ operation: "app-bypass.end", input: { id } }).catch(() => null);
      const said = done?.ok
        ? t("ended", { name: inert(appName) })
        : say(done?.refusal ?? { code: "outcome_unknown" }).sentence;
      showToast({ words: said });
      await client.invalidateQueries();
      router.refresh();
    });
  return { busy, end };
}
