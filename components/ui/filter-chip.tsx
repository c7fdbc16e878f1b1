"use client";

import { ChevronDown } from "lucide-react";
import { inert } from "@/lib/core/text";
import { Icon } from "./icon";
import { type Option, SelectMenu } from "./select-menu";

type FilterChipProps = {
  /** The field that is filtered: "state". */
  name: string;
  value: string;
  options: readonly Option[];
  onChoose: (value: string) => void;
};

/** A filter with its present value on it: "state dead". */
export function FilterChip({ name, value, options, onChoose }: FilterChipProps) {
  const label = options.find((option) => option.value === value)?.label ?? value;
  return (
    <SelectMenu
      value={value}
      options={options}
      onChoose={onChoose}
      trigger={
        <button type="button" className="chip">
          <span className="name">{name}</span>{" "}
          <span className="value">{typeof label === "string" ? inert(label) : label}</span>
          <Icon of={ChevronDown} />
        </button>
      }
    />
  );
}
