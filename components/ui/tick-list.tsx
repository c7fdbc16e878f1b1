"use client";

import { type ReactNode, useId } from "react";

type TickListProps<T extends string> = {
  legend: ReactNode;
  hint?: ReactNode;
  options: ReadonlyArray<{ value: T; label: ReactNode }>;
  ticked: readonly T[];
  /** In the order of the options. */
  onChange: (ticked: T[]) => void;
};

/** Any of a few, all shown at once. */
export function TickList<T extends string>({ legend, hint, options, ticked, onChange }: TickListProps<T>) {
  const hintId = useId();
  const toggle = (value: T): void =>
    onChange(
      options
        .map((option) => option.value)
        .filter((each) => (each === value ? !ticked.includes(each) : ticked.includes(each))),
    );
  return (
    <fieldset className="ticks" aria-describedby={hint ? hintId : undefined}>
      <legend>{legend}</legend>
      {hint ? (
        <p className="hint" id={hintId}>
          {hint}
        </p>
      ) : null}
      <div>
        {options.map(({ value, label }) => (
          <label key={value} className="pick">
            <input type="checkbox" checked={ticked.includes(value)} onChange={() => toggle(value)} /> {label}
          </label>
        ))}
      </div>
    </fieldset>
  );
}
