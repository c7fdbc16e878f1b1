import type { ComponentProps } from "react";

/** One line of text, in the look; put it into a `Field`. */
export function TextInput(props: Omit<ComponentProps<"input">, "className">) {
  return <input type="text" {...props} className="input" />;
}
