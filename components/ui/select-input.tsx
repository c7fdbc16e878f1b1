import type { ComponentProps } from "react";

type SelectInputProps = Omit<ComponentProps<"select">, "className" | "children"> & {
  options: ReadonlyArray<{ value: string; label: string }>;
};

/** One of many in a form: the browser's own list, which every phone and screen reader knows. Put it into a `Field`. */
export function SelectInput({ options, ...rest }: SelectInputProps) {
  return (
    <select {...rest} className="input">
      {options.map(({ value, label }) => (
        <option key={value} value={value}>
          {label}
        </option>
      ))}
    </select>
  );
}
