import { useLocale, useTranslations } from "next-intl";

export type Unit =
  | "percent"
  | "milliseconds"
  | "seconds"
  | "bytes"
  | "perSecond"
  | "perSecondTight"
  | "cases"
  | "people"
  | "things";

/** Digits as the reader writes them; a count is never rounded, anything else keeps at most one digit after the point. */
export function figure(value: number, locale: string, digits = 1): string {
  return new Intl.NumberFormat(locale, { maximumFractionDigits: digits }).format(value);
}

type Props = { value: number; unit?: Unit; digits?: number; atLeast?: boolean };

/** A number with its unit, which never stands alone on the next line: "1,284", "38 %", "212 ms", "1,284건", or "5,000+". */
export function Amount({ value, unit, digits, atLeast = false }: Props) {
  const locale = useLocale();
  const t = useTranslations("common.unit");
  const text = `${figure(value, locale, digits)}${atLeast ? "+" : ""}`;
  return <span className="nb">{unit === undefined ? text : t(unit, { value: text })}</span>;
}
