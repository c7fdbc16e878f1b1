"use client";

import { useQueryClient } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useState, useTransition } from "react";
import { perform } from "@/app/actions";
import type { Refusal } from "@/lib/core/errors";
import { unanswered } from "../operation/unanswered";
import { announce } from "../ui/announce";

type Act = "probe.now" | "triage.override" | "triage.clear-override";

type Acting = { busy: boolean; refusal: Refusal | null; act: (input: unknown, then?: () => void) => void };

/** One routine act of this page: asked for, said aloud, and the page asked anew. */
export function useAct(operation: Act): Acting {
  const t = useTranslations("operations.names");
  const client = useQueryClient();
  const [refusal, setRefusal] = useState<Refusal | null>(null);
  const [busy, start] = useTransition();
  const act: Acting["act"] = (input, then) =>
    start(async () => {
      const done = await perform({ operation, input }).catch(unanswered);
      setRefusal(done.ok ? null : done.refusal);
      if (!done.ok) return;
      announce(t(`${operation}.done`));
      await client.invalidateQueries({ queryKey: ["/api/live/triage?"] });
      then?.();
    });
  return { busy, refusal, act };
}
