"use client";

import { useEffect } from "react";

type Field = HTMLInputElement | HTMLTextAreaElement;
type Heard = { fields: Field[]; button: HTMLButtonElement | null };

declare global {
  interface Window {
    /** Ends the listening, and tells which fields were written in and which button was pressed last. */
    heardEarly?: () => Heard;
  }
}

/**
 * Runs before any script of the console. Until React has come it hears nothing: on a slow line a press would be lost, and Enter would
 * send a form's words to nobody. What is written is noted, and the last press, whose button shows that it was heard.
 */
const listen = `(() => {
  const fields = new Set();
  let button = null;
  const type = ({ target }) => {
    if (target.matches("textarea, input:not([type=checkbox], [type=radio])")) fields.add(target);
  };
  const press = (event) => {
    const pressed = event.target.closest("button");
    if (!pressed) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    button?.removeAttribute("aria-busy");
    button = pressed;
    button.setAttribute("aria-busy", "true");
  };
  addEventListener("input", type, true);
  addEventListener("click", press, true);
  window.heardEarly = () => {
    removeEventListener("input", type, true);
    removeEventListener("click", press, true);
    button?.removeAttribute("aria-busy");
    return { fields: [...fields], button };
  };
})()`;

/** What was written and pressed before the console's scripts had come is told to React once they have. */
export function EarlyPresses({ nonce }: { nonce: string | undefined }) {
  useEffect(() => {
    const heard = window.heardEarly?.();
    delete window.heardEarly;
    // Not from within React: it would gather these events, and a form would know the last field alone.
    if (heard) setTimeout(tell, 0, heard);
  }, []);
  return <script nonce={nonce} suppressHydrationWarning dangerouslySetInnerHTML={{ __html: listen }} />;
}

function tell({ fields, button }: Heard): void {
  // Read before any is told: a form that hears of one field draws the others as it knows them, empty.
  const written = fields.map((field) => [field, field.value] as const);
  for (const [field, words] of written) if (field.isConnected) writeAgain(field, words);
  if (button?.isConnected) button.click();
}

/** React takes what it finds in a field for what it drew there: it is emptied as if by React, and written in as if by hand. */
function writeAgain(field: Field, words: string): void {
  const change = () => field.dispatchEvent(new InputEvent("input", { bubbles: true }));
  // Has React bind itself to this part of the page, if it has not yet.
  change();
  field.value = "";
  Object.getOwnPropertyDescriptor(Object.getPrototypeOf(field), "value")?.set?.call(field, words);
  change();
}
