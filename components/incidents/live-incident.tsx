"use client";

import { useQueryClient } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { inert } from "@/lib/core/text";
import { keyOfIncident } from "@/lib/incidents/rules/key-of-incident";
import type { IncidentView } from "@/lib/live/shapes";
import { keyHref } from "@/lib/triage/rules/leaked-key";
import { useLive } from "../console/use-live";
import { ButtonLink } from "../ui/button-link";
import { CopyButton } from "../ui/copy-button";
import { Section } from "../ui/section";
import { IncidentHead } from "./incident-head";
import { NoteForm } from "./note-form";
import { ResolveIncident } from "./resolve-sheet";
import { Timeline } from "./timeline";
import { useIncidentMarkdown } from "./use-incident-markdown";

const pollMs = 3_000;

/** One incident as it is now. What others write stands here within seconds. */
export function LiveIncident({ initial }: { initial: IncidentView }) {
  const t = useTranslations("incidents");
  const client = useQueryClient();
  const query = { number: String(initial.incident.number) };
  const { data: view } = useLive<IncidentView>("incident", query, initial, pollMs);
  const { incident, apps, now } = view;
  const again = (): void => void client.invalidateQueries();
  const markdown = useIncidentMarkdown(view);
  return (
    <>
      <IncidentHead
        incident={incident}
        now={now}
        acts={
          <>
            {incident.state === "open" && incident.category === "key_compromise" ? (
              <KeyWay leaked={keyOfIncident(incident.timeline)} />
            ) : null}
            <CopyButton text={markdown}>{t("copy")}</CopyButton>
            {incident.state === "open" ? <ResolveIncident number={incident.number} onResolved={again} /> : null}
          </>
        }
      />
      <Section title={t("timeline.title")} aside={t("timeline.aside", { count: incident.timeline.length })}>
        <Timeline entries={incident.timeline} apps={apps} now={now} />
        <NoteForm number={incident.number} onAdded={again} />
      </Section>
    </>
  );
}

/** To the key that leaked; to all of them where nobody has named it. */
function KeyWay({ leaked }: { leaked: string | null }) {
  const t = useTranslations("incidents");
  return (
    <ButtonLink prefetch={false} href={keyHref(leaked)} gates="emergency">
      {leaked === null ? t("keys") : t("toKey", { key: inert(leaked.replace(/^clerk_secret_key:/, "")) })}
    </ButtonLink>
  );
}
