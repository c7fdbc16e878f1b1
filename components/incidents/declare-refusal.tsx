"use client";

import { useTranslations } from "next-intl";
import type { Refusal } from "@/lib/core/errors";
import { RefusalNote } from "../operation/refusal-note";
import { Button } from "../ui/button";
import { ButtonLink } from "../ui/button-link";

type Props = { refusal: Refusal; busy: boolean; onAnother: () => void };

/** Why it was not declared; where one of this kind is open, the way to it, and the way past it. */
export function DeclareRefusal({ refusal, busy, onAnother }: Props) {
  const t = useTranslations("incidents");
  const { number, incident } = refusal.facts ?? {};
  if (refusal.code !== "incident_open" || typeof incident !== "string") return <RefusalNote refusal={refusal} />;
  return (
    <RefusalNote
      refusal={refusal}
      actions={
        <>
          <ButtonLink href={`/incidents/${number}`}>{t("open", { incident })}</ButtonLink>
          <Button busy={busy} onClick={onAnother}>
            {t("declare.another")}
          </Button>
        </>
      }
    />
  );
}
