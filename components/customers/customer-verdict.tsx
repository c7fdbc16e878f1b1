import { useFormatter, useTranslations } from "next-intl";
import type { Cause, Conclusion, Customer } from "@/lib/customers/shapes";
import { Note, type NoteKind } from "../ui/note";
import { Section } from "../ui/section";
import { useSpanText } from "../ui/use-span-text";

const kinds: Record<Conclusion, NoteKind> = {
  clerk_down: "down",
  explained: "down",
  possible: "degraded",
  partial: "degraded",
  nothing_found: "ok",
};

/** One sentence on why they cannot sign in, what to do next, and what else was found. */
export function CustomerVerdict({ customer }: { customer: Customer }) {
  const t = useTranslations("customers");
  const format = useFormatter();
  const say = useCauseWords(customer);
  const { conclusion, causes, missing } = customer.explanation;
  const live = customer.sessions.ok ? customer.sessions.value.sessions.filter(isLive).length : 0;
  const told = conclusion === "explained" || conclusion === "possible";
  const [first, ...others] = causes;
  const parts = format.list(missing.map((part) => t(`part.${part}`)));
  return (
    <Section title={t("verdict.section")}>
      {told && first ? (
        <Note kind={kinds[conclusion]} lead={say(first)}>
          {conclusion === "possible" ? `${t("verdict.may")} ` : null}
          {t(`cause.${first}.next`)}
        </Note>
      ) : null}
      {conclusion === "clerk_down" ? (
        <Note kind="down" lead={t("verdict.clerk_down")}>
          {t("verdict.clerkDownMore")}
        </Note>
      ) : null}
      {conclusion === "nothing_found" ? (
        <Note kind="ok" lead={t("verdict.nothing_found", { live })}>
          {t("verdict.nothingMore")}
        </Note>
      ) : null}
      {conclusion === "partial" ? <Note kind="degraded" lead={t("verdict.partial")} /> : null}
      {missing.length > 0 ? <p className="soft">{t("verdict.missing", { parts })}</p> : null}
      {(told ? others : causes).map((cause) => (
        <Note key={cause} lead={`${t("verdict.also")}:`}>
          {say(cause)} {t(`cause.${cause}.next`)}
        </Note>
      ))}
    </Section>
  );
}

export const isLive = ({ state }: { state: string }): boolean => state === "active" || state === "pending";

function useCauseWords({ clerk, deliveries }: Customer): (cause: Cause) => string {
  const t = useTranslations("customers");
  const spell = useSpanText();
  const seconds = clerk.ok ? (clerk.value?.lockedForSeconds ?? null) : null;
  const dead = deliveries.ok ? deliveries.value.dead : 0;
  return (cause) =>
    t(`cause.${cause}.title`, {
      dead,
      forever: String(seconds === null),
      span: seconds === null ? "" : spell(seconds, { coarse: true }),
    });
}
