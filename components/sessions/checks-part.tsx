import Link from "next/link";
import { useTranslations } from "next-intl";
import { inert } from "@/lib/core/text";
import type { SessionChecks } from "@/lib/live/shapes";
import { Fact, Facts } from "../ui/facts";
import { Section } from "../ui/section";
import { SpanText } from "../ui/span-text";
import { State } from "../ui/state";

/** Where people are signed out and nobody here did it: what to look at before anything is revoked. */
export function ChecksPart({ checks: { clock, apps, lifetime, category } }: { checks: SessionChecks }) {
  const t = useTranslations("sessions.checks");
  const verdict = useTranslations("triagePage.category");
  return (
    <Section title={t("title")} aside={t("aside")}>
      <Facts>
        <Fact term={t("verdict")}>
          <Link prefetch={false} href="/triage">
            {verdict(category)}
          </Link>
        </Fact>
        <Fact term={t("lifetime")}>{lifetime === null ? t("silent") : <Lifetime {...lifetime} />}</Fact>
        <Fact term={t("clock")}>
          <State name={clock.status}>{t("skew", { milliseconds: clock.skewMs })}</State>
        </Fact>
        <Fact term={t("apps")}>
          {apps.length === 0 ? (
            t("appsWell")
          ) : (
            <ul className="plain">
              {apps.map(({ app, status }) => (
                <li key={app}>
                  <State name={status}>{inert(app)}</State>
                </li>
              ))}
            </ul>
          )}
        </Fact>
        <Fact term={t("keys")}>
          {t("keysWords")}{" "}
          <Link prefetch={false} href="/keys?part=secrets">
            {t("keysLink")}
          </Link>
        </Fact>
      </Facts>
    </Section>
  );
}

function Lifetime({ sampled, shortestSeconds, longestSeconds }: NonNullable<SessionChecks["lifetime"]>) {
  const t = useTranslations("sessions.checks");
  if (shortestSeconds === null || longestSeconds === null) return t("noneSampled");
  return (
    <>
      <SpanText seconds={shortestSeconds} />
      {longestSeconds === shortestSeconds ? null : (
        <>
          {" – "}
          <SpanText seconds={longestSeconds} />
        </>
      )}{" "}
      <span className="quiet">{t("sampled", { sessions: sampled })}</span>
    </>
  );
}
