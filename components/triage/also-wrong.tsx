import { useLocale, useTranslations } from "next-intl";
import type { Triage } from "@/lib/triage/shapes";
import { instantText } from "../ui/instant";
import { Severity } from "../ui/severity";
import { severityMark, useVerdictText } from "./use-verdict-text";

/** What else is wrong, the gravest first: it may be cause or consequence, and is not lost behind the first. */
export function AlsoWrong({ also, now }: { also: Triage["also"]; now: string }) {
  const t = useTranslations("triagePage.also");
  const [sentence, locale] = [useVerdictText(), useLocale()];
  if (also.length === 0) return null;
  return (
    <ul className="also" aria-label={t("title")}>
      {also.map((each) => {
        const mark = severityMark(each.severity);
        return (
          <li key={`${each.category} ${each.severity} ${each.since}`}>
            {mark === null ? null : <Severity name={mark} />}
            <span>{sentence(each)}</span>
            <span className="quiet nb">{t("since", { time: instantText(each.since, now, "UTC", locale) })}</span>
          </li>
        );
      })}
    </ul>
  );
}
