"use client";

import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { useCallback, useState } from "react";
import { type LadderApp, opening, phraseFor, type Rung, rungs } from "@/lib/app-bypass/shapes";
import { inert } from "@/lib/core/text";
import { OperationSheet } from "../operation/operation-sheet";
import { Button } from "../ui/button";
import { Choice } from "../ui/choice";
import { Field } from "../ui/field";
import { Section } from "../ui/section";
import { SelectInput } from "../ui/select-input";
import { Why } from "../ui/why";
import { type Limits, RungFields } from "./rung-fields";

const minuteChoices = [10, 20, 30, 60];

type Wish = Limits & { app: string; rung: Rung; minutes: number };

const linesOf = (text: string): string[] => [...new Set(text.split(/\s+/).filter(Boolean))];

/** What the operation takes, out of what was typed. */
function inputOf({ app, rung, minutes, sessionMinutes, routes, people, phrase }: Wish): unknown {
  const common = { app, minutes, rung };
  if (rung === "recent") return { ...common, sessionMinutes };
  if (rung === "read-only") return { ...common, routes: linesOf(routes) };
  if (rung === "named") return { ...common, people: linesOf(people) };
  return rung === "everyone" ? { ...common, phrase } : common;
}

/** Which app, how far, how long; who gains what stands beside it before anything is asked for. */
export function OpenForm({ apps, mayOpen }: { apps: readonly LadderApp[]; mayOpen: boolean }) {
  const t = useTranslations("appBypass.form");
  const ready = apps.filter(({ tokenMadeAt }) => tokenMadeAt !== null);
  return (
    <Section title={t("title")} aside={t("aside")}>
      {!mayOpen ? <Why>{t("needsAdmin")}</Why> : ready.length === 0 ? <Why>{t("noApp")}</Why> : <Form apps={ready} />}
    </Section>
  );
}

function Form({ apps }: { apps: readonly LadderApp[] }) {
  const [t, all, names] = [
    useTranslations("appBypass.form"),
    useTranslations("appBypass"),
    useTranslations("operations.names.app-bypass.open"),
  ];
  const router = useRouter();
  const [wish, setWish] = useState<Wish>({
    app: apps[0]?.id ?? "",
    rung: "verified",
    minutes: 30,
    sessionMinutes: 30,
    routes: "",
    people: "",
    phrase: "",
  });
  const [tried, setTried] = useState(false);
  const [input, setInput] = useState<unknown>(null);
  const change = (part: Partial<Wish>): void => setWish((now) => ({ ...now, ...part }));
  const parsed = opening.safeParse(inputOf(wish));
  const typedRight = wish.rung !== "everyone" || wish.phrase === phraseFor(wish.app);
  const onDone = useCallback(() => undefined, []);
  const chosen = apps.find(({ id }) => id === wish.app);
  return (
    <>
      <form
        className="setting"
        onSubmit={(event) => {
          event.preventDefault();
          setTried(true);
          if (parsed.success && typedRight) setInput(parsed.data);
        }}
      >
        <Field label={t("app")}>
          {(control) => (
            <SelectInput
              {...control}
              options={apps.map(({ id, name }) => ({ value: id, label: inert(name) }))}
              value={wish.app}
              onChange={(event) => change({ app: event.target.value, phrase: "" })}
            />
          )}
        </Field>
        <Choice
          legend={t("rung")}
          value={wish.rung}
          options={rungs.map((value) => ({ value, label: all(`rung.${value}`) }))}
          onChoose={(rung) => change({ rung })}
        />
        <p className="soft" role="status">
          {all(`ladder.${wish.rung}`)}
        </p>
        <RungFields
          rung={wish.rung}
          limits={wish}
          phrase={phraseFor(wish.app)}
          wrong={tried && !(parsed.success && typedRight)}
          onChange={change}
        />
        <Field label={t("minutes")}>
          {(control) => (
            <SelectInput
              {...control}
              options={minuteChoices.map((count) => ({ value: String(count), label: t("minuteCount", { count }) }))}
              value={String(wish.minutes)}
              onChange={(event) => change({ minutes: Number(event.target.value) })}
            />
          )}
        </Field>
        <Button type="submit" gates="grave">
          {t("make")}
        </Button>
      </form>
      {input === null ? null : (
        <OperationSheet
          operation="app-bypass.open"
          input={input}
          risk="grave"
          verb={names("verb")}
          title={names("title", { subject: inert(chosen?.name ?? wish.app) })}
          open
          onClose={() => {
            setInput(null);
            setTried(false);
            router.refresh();
          }}
          onDone={onDone}
        />
      )}
    </>
  );
}
