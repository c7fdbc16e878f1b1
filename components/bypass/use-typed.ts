"use client";

import { type RefObject, useCallback, useEffect, useState } from "react";
import type { Typed } from "@/lib/bypass/rules/at-the-door";

const nothing: Typed = { email: "", way: "passkey", code: "", pin: "", reason: "", incident: "", phrase: "" };

/** A line that came between press and release would move what is being pressed: a field is corrected a moment later. */
const correctAfterMs = 250;

/**
 * What stands in a form's own inputs. They belong to the browser and not to us, so that what somebody typed before this page woke up is
 * kept, and read then. `left`: fields that were left again.
 */
export function useTyped(form: RefObject<HTMLFormElement | null>) {
  const [typed, setTyped] = useState<Typed>(nothing);
  const [left, setLeft] = useState<ReadonlySet<string>>(new Set());
  const read = useCallback(() => {
    const given = form.current ? Object.fromEntries(new FormData(form.current)) : {};
    setTyped({ ...nothing, ...given } as Typed);
  }, [form]);
  useEffect(() => {
    const [filled, awake] = [form.current, setTimeout(read)];
    const leave = ({ target }: FocusEvent): void => {
      const { name } = target as HTMLInputElement;
      setTimeout(() => setLeft((before) => new Set(before).add(name)), correctAfterMs);
    };
    filled?.addEventListener("input", read);
    filled?.addEventListener("focusout", leave);
    return () => {
      clearTimeout(awake);
      filled?.removeEventListener("input", read);
      filled?.removeEventListener("focusout", leave);
    };
  }, [form, read]);
  /** Empties what is secret; everything else stays as it was typed. */
  const clearSecrets = (): void => {
    for (const name of ["code", "pin"]) {
      const input = form.current?.elements.namedItem(name);
      if (input instanceof HTMLInputElement) input.value = "";
    }
    read();
  };
  return { typed, left, clearSecrets };
}
