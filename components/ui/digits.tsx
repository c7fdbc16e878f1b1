"use client";

import { type ComponentProps, useEffect, useRef } from "react";

type DigitsProps = Omit<
  ComponentProps<"input">,
  "type" | "value" | "onChange" | "className" | "maxLength" | "inputMode" | "autoComplete" | "pattern"
> & {
  value: string;
  onChange: (digits: string) => void;
  /** Called once when the last digit stands, by typing, paste or a password manager. */
  onComplete?: (digits: string) => void;
  length?: number;
};

/** Whatever was typed, pasted or filled in, as digits only: "424 242" and "４２４２４２" are both a code. */
export function digitsOf(text: string, length: number): string {
  return text.normalize("NFKC").replace(/\D/g, "").slice(0, length);
}

/** A one-time code: one real input under drawn boxes, so that paste, autofill and screen readers meet a plain field. */
export function Digits({ value, onChange, onComplete, length = 6, ...rest }: DigitsProps) {
  const completed = useRef<string>("");
  useEffect(() => {
    if (value.length < length) completed.current = "";
    else if (completed.current !== value) {
      completed.current = value;
      onComplete?.(value);
    }
  }, [value, length, onComplete]);
  const places = Array.from({ length }, (_, place) => place);
  return (
    <span className="digits">
      {places.map((place) => (
        <span
          key={place}
          className="box"
          aria-hidden="true"
          data-next={place === Math.min(value.length, length - 1) || undefined}
        >
          {value[place]}
        </span>
      ))}
      <input
        {...rest}
        type="text"
        inputMode="numeric"
        autoComplete="one-time-code"
        pattern={`[0-9]{${length}}`}
        spellCheck={false}
        value={value}
        onChange={(event) => onChange(digitsOf(event.target.value, length))}
      />
    </span>
  );
}
