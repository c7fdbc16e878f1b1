"use client";

import { useTranslations } from "next-intl";
import { useEffect, useRef } from "react";
import { ChoiceLine } from "./choice-line";
import type { Choice, ChoiceGroup } from "./use-choices";

type Props = {
  id: string;
  groups: readonly ChoiceGroup[];
  active: Choice | undefined;
  onPoint: (key: string) => void;
  onGo: (href: string) => void;
};

/** The choices as one listbox in named groups. The focus stays in the field; the active one is named there. */
export function ChoiceList({ id, groups, active, onPoint, onGo }: Props) {
  const t = useTranslations("commandBar");
  const list = useRef<HTMLDivElement>(null);
  const all = groups.flatMap(({ choices }) => choices);
  useEffect(() => {
    list.current?.querySelector('[aria-selected="true"]')?.scrollIntoView({ block: "nearest" });
  }, [active?.key]);
  if (all.length === 0) return null;
  return (
    <div ref={list} id={`${id}-list`} role="listbox" aria-label={t("title")} className="choices">
      {groups.map(({ name, choices }) => (
        <div key={name} role="group" aria-labelledby={`${id}-${name}`}>
          <div id={`${id}-${name}`} className="heading" role="presentation">
            {t(`group.${name}`)}
          </div>
          {choices.map((choice) => (
            // oxlint-disable-next-line jsx-a11y/click-events-have-key-events -- the keys are the field's, which keeps the focus
            <div
              key={choice.key}
              id={`${id}-${all.indexOf(choice)}`}
              role="option"
              tabIndex={-1}
              aria-selected={choice === active}
              className="choice-line"
              onPointerMove={() => onPoint(choice.key)}
              // The focus must not leave the field.
              onMouseDown={(event) => event.preventDefault()}
              onClick={() => onGo(choice.href)}
            >
              <ChoiceLine choice={choice} />
            </div>
          ))}
        </div>
      ))}
    </div>
  );
}
