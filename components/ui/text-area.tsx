import type { ComponentProps } from "react";

/** Several lines of text, in the look; put it into a `Field`. */
export function TextArea(props: Omit<ComponentProps<"textarea">, "className">) {
  return <textarea rows={2} {...props} className="input" />;
}
