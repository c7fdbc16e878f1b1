"use client";

import { useTranslations } from "next-intl";
import { useId, useRef, useState } from "react";
import { inert } from "@/lib/core/text";
import { readSearch } from "@/lib/deliveries/rules/search";
import { suggest, take, type Vocabulary } from "@/lib/deliveries/rules/suggest";
import { longestSearch } from "@/lib/deliveries/shapes";
import { Button } from "../ui/button";

type Props = { said: string; vocabulary: Vocabulary; onSearch: (text: string) => void };

/** The search as text, how it could go on, and what of it was not understood. */
export function SearchLine({ said, vocabulary, onSearch }: Props) {
  const t = useTranslations("deliveries.filter");
  const [text, setText] = useState(said);
  const [shown, setShown] = useState(said);
  if (shown !== said) {
    setShown(said);
    setText(said);
  }
  const field = useRef<HTMLInputElement>(null);
  const id = useId();
  const { misread } = readSearch(said);
  return (
    <form
      className="search-line"
      onSubmit={(event) => {
        event.preventDefault();
        onSearch(text.trim());
      }}
    >
      <input
        ref={field}
        type="search"
        className="input"
        aria-label={t("search")}
        aria-describedby={`${id}-misread`}
        placeholder={t("search")}
        value={text}
        maxLength={longestSearch}
        autoComplete="off"
        spellCheck={false}
        onChange={(event) => setText(event.target.value)}
      />
      <Button type="submit">{t("apply")}</Button>
      <ul className="suggestions" aria-label={t("suggestions")}>
        {suggest(text, vocabulary).map((suggestion) => (
          <li key={suggestion}>
            <button
              type="button"
              className="suggestion"
              onClick={() => {
                setText(take(text, suggestion));
                field.current?.focus();
              }}
            >
              {inert(suggestion)}
            </button>
          </li>
        ))}
      </ul>
      <div id={`${id}-misread`} className="misread" role="status">
        {misread.map(({ text: piece, why }) => (
          <p key={piece}>{t(`misread.${why}`, { piece: inert(piece) })}</p>
        ))}
      </div>
    </form>
  );
}
