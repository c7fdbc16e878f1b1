"use client";

import { useTranslations } from "next-intl";
import { LogLines } from "../deploys/log-lines";
import { PartMissing } from "../deploys/part-missing";
import { Button } from "../ui/button";
import { Section } from "../ui/section";
import type { ReadJobLog } from "./use-job-log";

/** What one job printed: read when somebody asked for it, and again when somebody presses. */
export function JobLog({ log, name, now }: { log: ReadJobLog; name: string; now: string }) {
  const t = useTranslations("tasks.log");
  const { request, said, busy, read } = log;
  return (
    <Section title={t("title", { job: name })} level={3}>
      {said === null ? null : said.ok ? (
        <LogLines lines={said.value} now={now} none={t("none")} />
      ) : (
        <PartMissing refusal={said.refusal} />
      )}
      <Button size="small" busy={busy} onClick={() => void read(request ?? "")}>
        {t("again")}
      </Button>
    </Section>
  );
}
