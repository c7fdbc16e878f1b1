"use client";

import { Check } from "lucide-react";
import { DropdownMenu } from "radix-ui";
import type { ReactNode } from "react";
import { Icon } from "./icon";

export type Option = { value: string; label: ReactNode; beside?: ReactNode };

type SelectMenuProps = {
  value: string;
  options: readonly Option[];
  onChoose: (value: string) => void;
  /** The button, such as a chip; the chosen value belongs into its words. */
  trigger: ReactNode;
};

/** One of many, in a list that floats. Typing jumps to an entry. In a form, `SelectInput` is the plainer choice. */
export function SelectMenu({ value, options, onChoose, trigger }: SelectMenuProps) {
  return (
    <DropdownMenu.Root modal={false}>
      <DropdownMenu.Trigger asChild>{trigger}</DropdownMenu.Trigger>
      <DropdownMenu.Content className="float" align="start" sideOffset={4} collisionPadding={8}>
        <DropdownMenu.RadioGroup value={value} onValueChange={onChoose}>
          {options.map((option) => (
            <DropdownMenu.RadioItem key={option.value} value={option.value} className="entry">
              {option.label}
              {option.beside === undefined ? null : <span className="quiet">{option.beside}</span>}
              <span className="tick">
                <DropdownMenu.ItemIndicator>
                  <Icon of={Check} />
                </DropdownMenu.ItemIndicator>
              </span>
            </DropdownMenu.RadioItem>
          ))}
        </DropdownMenu.RadioGroup>
      </DropdownMenu.Content>
    </DropdownMenu.Root>
  );
}
