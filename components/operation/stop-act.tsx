"use client";

import { useRouter } from "next/navigation";
import { useState, useTransition } from "react";
import { perform } from "@/app/actions";
import type { Refusal } from "@/lib/core/errors";
import { Button } from "../ui/button";
import { RefusalNote } from "./refusal-note";
import { isOutdated, unanswered } from "./unanswered";
import { useRefusal } from "./use-refusal";

type Props = {
  operation: string;
  input: Readonly<Record<string, string>>;
  verb: string;
  may: boolean;
};

/** Stops something at once: it is always safe, and asks for no proof. */
export function StopAct({ operation, input, verb, may }: Props) {
  const say = useRefusal();
  const router = useRouter();
  const [refusal, setRefusal] = useState<Refusal | null>(null);
  const [busy, start] = useTransition();
  const stop = (): void =>
    start(async () => {
      const done = await perform({ operation, input }).catch(unanswered);
      setRefusal(done.ok ? null : done.refusal);
      if (!isOutdated(done)) router.refresh();
    });
  const why = may ? undefined : say({ code: "not_allowed" }).sentence;
  return (
    <>
      <Button size="small" gates="stop" busy={busy} why={why} onClick={stop}>
        {verb}
      </Button>
      {refusal ? <RefusalNote refusal={refusal} /> : null}
    </>
  );
}
