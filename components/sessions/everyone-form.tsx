"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";
import { type EveryoneWish, everyoneWish } from "@/lib/sessions/shapes";
import { WishForm } from "../operation/wish-form";
import { Field } from "../ui/field";
import { TextArea } from "../ui/text-area";
import { TextInput } from "../ui/text-input";

type Props = { onClose: () => void; onWish: (wish: EveryoneWish) => void };
const begin = { except: "", begunBefore: "" };

/** Who stays, and which sessions are old enough. Nothing is asked for yet. */
export function EveryoneForm({ onClose, onWish }: Props) {
  const [t, common] = [useTranslations("sessions.ask"), useTranslations("common")];
  const [draft, set] = useState(begin);
  const [tried, setTried] = useState(false);
  const wish = everyoneWish.safeParse(wishOf(draft));
  const wrong = new Set(tried && !wish.success ? wish.error.issues.map(({ path }) => String(path[0])) : []);
  return (
    <WishForm
      operation="session.revoke-everyone"
      title={t("title")}
      nothingYet={t("nothingYet")}
      look={t("look")}
      onClose={onClose}
      onLook={() => {
        setTried(true);
        if (wish.success) onWish(wish.data);
      }}
    >
      <p className="soft">{t("words")}</p>
      <Field
        label={t("except")}
        beside={common("optional")}
        hint={t("exceptHint")}
        error={wrong.has("except") ? t("exceptBad") : null}
      >
        {(control) => (
          <TextArea
            {...control}
            rows={3}
            value={draft.except}
            onChange={(event) => set((now) => ({ ...now, except: event.target.value }))}
          />
        )}
      </Field>
      <Field
        label={t("begunBefore")}
        beside={common("optional")}
        hint={t("begunBeforeHint")}
        error={wrong.has("begunBefore") ? t("begunBeforeBad") : null}
      >
        {(control) => (
          <TextInput
            {...control}
            type="datetime-local"
            value={draft.begunBefore}
            onChange={(event) => set((now) => ({ ...now, begunBefore: event.target.value }))}
          />
        )}
      </Field>
    </WishForm>
  );
}

function wishOf({ except, begunBefore }: typeof begin): unknown {
  const ids = except
    .split("\n")
    .map((line) => line.trim())
    .filter((line) => line !== "");
  return {
    ...(ids.length > 0 ? { except: ids } : {}),
    ...(begunBefore === "" ? {} : { begunBefore: `${begunBefore}:00.000Z` }),
  };
}
