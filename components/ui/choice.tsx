"use client";

import { type ReactNode, useId } from "react";

export type ChoiceOption<T extends string> = { value: T; label: ReactNode; lang?: string };

type ChoiceProps<T extends string> = {
  legend: ReactNode;
  value: T;
  options: ReadonlyArray<ChoiceOption<T>>;
  onChoose: (value: T) => void;
};

/** One of a few, all shown at once. Arrow keys move between them. */
export function Choice<T extends string>({ legend, value, options, onChoose }: ChoiceProps<T>) {
  const name = useId();
  return (
    <fieldset className="choice">
      <legend>{legend}</legend>
      <div>
        {options.map((option) => (
          <label key={option.value} lang={option.lang}>
            <input
              type="radio"
              name={name}
              value={option.value}
              checked={option.value === value}
              onChange={() => onChoose(option.value)}
            />
            {option.label}
          </label>
        ))}
      </div>
    </fieldset>
  );
}
