import { useTranslations } from "next-intl";
import { type GatesName, Mark } from "./mark";

export type RiskName = GatesName | "system";

/** The risk of an act as gates between two posts and its word. Acts of the system pass no gates and show only the word. */
export function Risk({ name }: { name: RiskName }) {
  const t = useTranslations("risk");
  return (
    <span className={`risk ${name}`}>
      {name === "system" ? null : <Mark name={name} />}
      {t(`${name}.name`)}
    </span>
  );
}
