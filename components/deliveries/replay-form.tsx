"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";
import { type ReplayWish, replayWish } from "@/lib/replays/shapes";
import { WishForm } from "../operation/wish-form";
import { Field } from "../ui/field";
import { TextInput } from "../ui/text-input";

type Props = {
  of: Pick<ReplayWish, "filter" | "ids">;
  onClose: () => void;
  onWish: (wish: ReplayWish) => void;
};

const begin = { rate: "5", most: "", since: "", superseded: false, held: false };
type Draft = typeof begin;

/** How fast, how many, and what is let in. Nothing is asked for yet. */
export function ReplayForm({ of, onClose, onWish }: Props) {
  const [t, common] = [useTranslations("replays.ask"), useTranslations("common")];
  const [draft, set] = useState<Draft>(begin);
  const [tried, setTried] = useState(false);
  const change = (part: Partial<Draft>): void => set((now) => ({ ...now, ...part }));
  const wish = replayWish.safeParse(wishOf(of, draft));
  const wrong = new Set(tried && !wish.success ? wish.error.issues.map(({ path }) => String(path.at(-1))) : []);
  return (
    <WishForm
      operation="delivery.replay"
      title={t("title")}
      nothingYet={t("nothingYet")}
      look={t("look")}
      onClose={onClose}
      onLook={() => {
        setTried(true);
        if (wish.success) onWish(wish.data);
      }}
    >
      <p className="soft">{of.ids ? t("ofIds", { count: of.ids.length }) : t("ofFilter")}</p>
      <Field label={t("rate")} hint={t("rateHint")} error={wrong.has("ratePerSecond") ? t("rateBad") : null}>
        {(control) => (
          <TextInput
            {...control}
            inputMode="numeric"
            autoComplete="off"
            maxLength={4}
            value={draft.rate}
            onChange={(event) => change({ rate: event.target.value.trim() })}
          />
        )}
      </Field>
      <Field
        label={t("most")}
        beside={common("optional")}
        hint={t("mostHint")}
        error={wrong.has("atMost") ? t("mostBad") : null}
      >
        {(control) => (
          <TextInput
            {...control}
            inputMode="numeric"
            autoComplete="off"
            maxLength={9}
            value={draft.most}
            onChange={(event) => change({ most: event.target.value.trim() })}
          />
        )}
      </Field>
      {of.ids ? null : (
        <Field
          label={t("since")}
          beside={common("optional")}
          hint={t("sinceHint")}
          error={wrong.has("since") ? t("sinceBad") : null}
        >
          {(control) => (
            <TextInput
              {...control}
              type="datetime-local"
              value={draft.since}
              onChange={(event) => change({ since: event.target.value })}
            />
          )}
        </Field>
      )}
      <fieldset className="parts">
        <legend>{t("letIn")}</legend>
        {(["superseded", "held"] as const).map((name) => (
          <label key={name}>
            <input type="checkbox" checked={draft[name]} onChange={() => change({ [name]: !draft[name] })} />
            <span>{t(name)}</span>
          </label>
        ))}
      </fieldset>
    </WishForm>
  );
}

/** As it would be asked for. What is no number stays text, so that the shape refuses it. */
function wishOf({ filter, ids }: Props["of"], { rate, most, since, superseded, held }: Draft): unknown {
  return {
    ...(ids ? { ids } : { filter: { ...filter, ...(since === "" ? {} : { since: `${since}:00.000Z` }) } }),
    ratePerSecond: numberOr(rate),
    ...(most === "" ? {} : { atMost: numberOr(most) }),
    ...(superseded ? { includeSuperseded: true } : {}),
    ...(held ? { includeHeld: true } : {}),
  };
}

const numberOr = (typed: string): number | string => (/^\d+$/.test(typed) ? Number(typed) : typed);
