"use client";

import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { useState, useTransition } from "react";
import { perform } from "@/app/actions";
import type { Refusal } from "@/lib/core/errors";
import { RefusalNote } from "../operation/refusal-note";
import { useRefusal } from "../operation/use-refusal";
import { Button } from "../ui/button";

/** Stops a deploy at once: it is always safe, and asks for no proof. */
export function CancelDeploy({ app, deploy, may }: { app: string; deploy: string; may: boolean }) {
  const t = useTranslations("operations.names.deploy.cancel");
  const say = useRefusal();
  const router = useRouter();
  const [refusal, setRefusal] = useState<Refusal | null>(null);
  const [busy, start] = useTransition();
  const cancel = (): void =>
    start(async () => {
      const done = await perform({ operation: "deploy.cancel", input: { app, deploy } });
      setRefusal(done.ok ? null : done.refusal);
      router.refresh();
    });
  return (
    <>
      <Button
        size="small"
        gates="stop"
        busy={busy}
        why={may ? undefined : say({ code: "not_allowed" }).sentence}
        onClick={cancel}
      >
        {t("verb")}
      </Button>
      {refusal ? <RefusalNote refusal={refusal} /> : null}
    </>
  );
}
