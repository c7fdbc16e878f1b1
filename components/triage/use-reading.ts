import { useLocale, useTranslations } from "next-intl";
import { inert } from "@/lib/core/text";
import { kindOf, type Measured, type ProbeKind } from "@/lib/triage/shapes";
import { figure } from "../ui/amount";
import { useSpanText } from "../ui/use-span-text";
import { type Evidence, useDetailText } from "./use-detail-text";

/** What a check saw, in words: "no answer in time", "p95 212 ms · 5xx 0.4 %", "1,284 dead · 12 in the last 2 min". */
export function useReading(now: string): (seen: Evidence) => string {
  const detail = useDetailText();
  const [values, amount] = [useValueTexts(now), useAmountText()];
  return (seen) => {
    const { value, latencyMs } = seen;
    const said = value === null ? [] : values(seen, value);
    const status = typeof value?.httpStatus === "number" ? [String(value.httpStatus)] : [];
    const time = latencyMs !== null && said.length < 2 && !isMute(seen) ? [amount.ms(latencyMs)] : [];
    const words = seen.detail === null || saysAll(seen) ? [] : [detail(seen.detail)];
    return [...words, ...status, ...said, ...time].join(" · ");
  };
}

/** A look that had no answer took as long as we waited: that is no measurement. */
const isMute = ({ detail, status }: Evidence): boolean =>
  status === "unknown" || (detail !== null && /(^|_)(timed_out|unreachable)$/.test(detail));

/** "503" alone is what people know such an answer by. */
const saysAll = ({ detail, value }: Evidence): boolean =>
  detail === "unexpected_answer" && typeof value?.httpStatus === "number" && value.httpStatus >= 400;

function useAmountText(): { ms: (value: number) => string; share: (value: number) => string } {
  const [unit, locale] = [useTranslations("common.unit"), useLocale()];
  return {
    ms: (value) => unit("milliseconds", { value: figure(value, locale, 0) }),
    share: (value) => unit("percent", { value: figure(value * 100, locale) }),
  };
}

type Words = (value: Measured, detail: string | null) => string[];

/** Of some kinds what counts is in their value, and not in the time that it took to read it. */
function useValueTexts(now: string): (seen: Evidence, value: Measured) => string[] {
  const t = useTranslations("triagePage.value");
  const [spell, amount] = [useSpanText(), useAmountText()];
  const span = (seconds: number): string => spell(seconds, { coarse: true });
  const words: Partial<Record<ProbeKind, Words>> = {
    clerk_status_page: ({ indicator, openIncidents, updatedAt }) => [
      ...(indicator === "none" ? [t("says")] : []),
      ...numbers([openIncidents, (count) => (count > 0 ? t("openIncidents", { count }) : null)]),
      ...(typeof updatedAt === "string" ? [t("pageAge", { span: span(secondsBetween(updatedAt, now)) })] : []),
    ],
    idp_jwks: ({ published, missing }) => [
      ...numbers([published, (count) => t("keys", { count })]),
      ...numbers([lengthOf(missing), (count) => (count > 0 ? t("missingKeys", { count }) : null)]),
    ],
    outbox: ({ dead, diedLately, overdueSeconds }) =>
      numbers(
        [dead, (count) => t("dead", { dead: count })],
        [diedLately, (count) => (count > 0 ? t("diedLately", { count }) : t("notGrowing"))],
        [overdueSeconds, (seconds) => (seconds > 60 ? t("overdue", { span: span(seconds) }) : null)],
      ),
    relying_parties: ({ withTraffic, ...failing }) =>
      numbers([
        withTraffic,
        (all) =>
          all === 0
            ? t("noTraffic")
            : t("failing", {
                all,
                failing: Object.values(failing).reduce((sum: number, ids) => sum + (lengthOf(ids) ?? 0), 0),
              }),
      ]),
    user_sync: ({ missing, missingForSeconds }) =>
      numbers(
        [missing, (count) => t("usersMissing", { count })],
        [missingForSeconds, (seconds) => t("missingFor", { span: span(seconds) })],
      ),
    identity_links: ({ contradictions }) => numbers([contradictions, (count) => t("contradictions", { count })]),
    app: ({ sessionErrors5m }, detail) =>
      detail !== null && detail !== "session_errors"
        ? []
        : numbers([sessionErrors5m, (count) => (count > 0 ? t("sessionErrors", { count }) : null)]),
    render: ({ p95Ms, errorShare }) =>
      numbers(
        [p95Ms, (value) => t("p95", { value: amount.ms(value) })],
        [errorShare, (value) => t("errors", { value: amount.share(value) })],
      ),
    signal: ({ source, subject }) => [source, subject].flatMap((each) => (typeof each === "string" ? inert(each) : [])),
    clock: ({ skewMs }) => numbers([skewMs, (value) => t("skew", { value: amount.ms(value) })]),
  };
  return ({ probe, detail }, value) => {
    const kind = kindOf(probe);
    return (kind && words[kind]?.(value, detail)) ?? [];
  };
}

type Given = Measured[string] | null | undefined;

/** The words of those values that are there. */
const numbers = (...pairs: readonly [Given, (value: number) => string | null][]): string[] =>
  pairs.flatMap(([value, say]) => (typeof value === "number" ? (say(value) ?? []) : []));

const lengthOf = (value: Given): number | null => (Array.isArray(value) ? value.length : null);

const secondsBetween = (from: string, to: string): number => Math.max(0, (Date.parse(to) - Date.parse(from)) / 1_000);
