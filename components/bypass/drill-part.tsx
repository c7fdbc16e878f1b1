"use client";

import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { useState, useTransition } from "react";
import { perform } from "@/app/actions";
import type { HolderCard } from "@/lib/bypass/shapes";
import type { Refusal } from "@/lib/core/errors";
import { RefusalNote } from "../operation/refusal-note";
import { unanswered } from "../operation/unanswered";
import { Button } from "../ui/button";
import { ButtonLink } from "../ui/button-link";
import { Note } from "../ui/note";
import { Section } from "../ui/section";
import { TimeLeft } from "../ui/time-left";

/** Opens the ceremony to oneself alone, as if Clerk had died; what follows is the real thing. */
export function DrillPart({ own, now }: { own: HolderCard; now: string }) {
  const t = useTranslations("enrolments.drill");
  const router = useRouter();
  const [refusal, setRefusal] = useState<Refusal | null>(null);
  const [busy, start] = useTransition();
  const begin = (): void =>
    start(async () => {
      const done = await perform({ operation: "bypass.drill", input: {} }).catch(unanswered);
      setRefusal(done.ok ? null : done.refusal);
      router.refresh();
    });
  const { drillUntil, fault } = own;
  return (
    <Section title={t("section")} id="drill">
      <p className="soft narrow">{t("words")}</p>
      <p className="soft narrow">{t("spends")}</p>
      {refusal ? <RefusalNote refusal={refusal} /> : null}
      {drillUntil === null ? (
        <div className="below">
          <Button busy={busy} why={fault === null ? undefined : t("noFactor")} onClick={begin}>
            {t("start")}
          </Button>
        </div>
      ) : (
        <Note
          kind="moving"
          live="polite"
          lead={t("open")}
          actions={
            <>
              <ButtonLink variant="primary" href="/break-glass?drill=1" prefetch={false}>
                {t("goOn")}
              </ButtonLink>
              <span className="quiet">
                {t("left")} <TimeLeft until={drillUntil} now={now} />
              </span>
            </>
          }
        >
          {t("openWords")}
        </Note>
      )}
    </Section>
  );
}
