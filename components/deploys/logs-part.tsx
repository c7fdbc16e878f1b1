"use client";

import { useTranslations } from "next-intl";
import { useMemo, useState } from "react";
import { inert } from "@/lib/core/text";
import { type LogQuestion, type LogsView, logQuestion } from "@/lib/deploys/shapes";
import { Button } from "../ui/button";
import { CopyButton } from "../ui/copy-button";
import { Field } from "../ui/field";
import { Section } from "../ui/section";
import { SelectInput } from "../ui/select-input";
import { TextInput } from "../ui/text-input";
import { LogLines } from "./log-lines";
import { PartMissing } from "./part-missing";
import { useLogs } from "./use-logs";

type Props = { app: string; window: { from: string; to: string }; around: boolean; now: string };
type Line = Extract<LogsView, { ok: true }>["value"]["lines"][number];

const levels = ["", "error", "warning", "info", "debug"] as const;

/** What the service wrote around the first bad look, or lately: read on demand, filtered by the host, followed, copied. */
export function LogsPart({ app, window, around, now }: Props) {
  const t = useTranslations("deploys.logs");
  const [text, setText] = useState("");
  const [level, setLevel] = useState<LogQuestion["level"]>("");
  const { from, to } = window;
  const question = useMemo(() => ({ app, from, to, text, level }), [app, from, to, text, level]);
  const { read, ask, older, following, follow } = useLogs(question);
  return (
    <Section title={t("title")} aside={t(around ? "around" : "latest")}>
      <form
        className="filters log-filters"
        onSubmit={(event) => {
          event.preventDefault();
          void ask();
        }}
      >
        <Field label={t("filter")}>
          {(control) => (
            <TextInput {...control} value={text} maxLength={200} onChange={(event) => setText(event.target.value)} />
          )}
        </Field>
        <Field label={t("level")}>
          {(control) => (
            <SelectInput
              {...control}
              value={level}
              options={levels.map((value) => ({ value, label: value === "" ? t("anyLevel") : value }))}
              onChange={(event) => setLevel(logQuestion.shape.level.parse(event.target.value))}
            />
          )}
        </Field>
        <Button type="submit" busy={read.busy}>
          {t(read.asked ? "again" : "read")}
        </Button>
        <Button onClick={() => follow(!following)}>{t(following ? "stop" : "follow")}</Button>
        {read.lines.length > 0 ? <CopyButton text={copied(read.lines)}>{t("copy")}</CopyButton> : null}
      </form>
      {read.refusal ? <PartMissing refusal={read.refusal} /> : null}
      {read.asked ? null : <p className="soft">{t("unread")}</p>}
      {read.asked && (read.refusal === null || read.lines.length > 0) ? (
        <LogLines lines={read.lines} now={now} none={t("none")} />
      ) : null}
      {read.next !== null && !following ? (
        <Button size="small" busy={read.busy} onClick={() => void older()}>
          {t("older")}
        </Button>
      ) : null}
    </Section>
  );
}

const copied = (lines: readonly Line[]): string =>
  lines.map(({ at, message, labels }) => `${at ?? "-"} ${labels.level ?? "-"} ${inert(message)}`).join("\n");
