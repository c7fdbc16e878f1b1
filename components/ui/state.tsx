import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { Mark, type StateName } from "./mark";

/** State as shape, word and colour. Without children it says the plain word ("down"). */
export function State({ name, children }: { name: StateName; children?: ReactNode }) {
  const t = useTranslations("common.state");
  return (
    <span className={`state ${name}`}>
      <Mark name={name} />
      {children ?? t(name)}
    </span>
  );
}
