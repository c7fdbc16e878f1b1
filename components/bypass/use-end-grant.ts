"use client";

import { useQueryClient } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useTransition } from "react";
import { perform } from "@/app/actions";
import { useShell } from "../console/live-frame";
import { unanswered } from "../operation/unanswered";
import { useRefusal } from "../operation/use-refusal";
import { showToast } from "../ui/show-toast";
import { leavePath } from "./leave-path";

/** Ends an opening at once. Who read this page by it is outside then, and leaves. */
export function useEndGrant({ id }: { id: string }): { busy: boolean; end: () => void } {
  const t = useTranslations("glass");
  const say = useRefusal();
  const { holder } = useShell();
  const client = useQueryClient();
  const [busy, start] = useTransition();
  const end = (): void =>
    start(async () => {
      const done = await perform({ operation: "bypass.end", input: { id } }).catch(unanswered);
      if (done.ok && holder?.grantId === id) return window.location.assign(leavePath("/triage"));
      const said = done.ok ? t("ended") : say(done.refusal).sentence;
      showToast({ words: said });
      await client.invalidateQueries();
    });
  return { busy, end };
}
