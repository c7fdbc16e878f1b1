import { getTranslations } from "next-intl/server";
import { Page } from "@/components/console/page";
import { PageHead } from "@/components/console/page-head";
import { CustomerSearchForm } from "@/components/customers/customer-search-form";
import { ChecksPart } from "@/components/sessions/checks-part";
import { EveryoneButton } from "@/components/sessions/everyone-button";
import { RevocationList } from "@/components/sessions/revocation-list";
import { Note } from "@/components/ui/note";
import { Section } from "@/components/ui/section";
import { requirePerson } from "@/lib/access/identify";
import { hasRole } from "@/lib/access/roles";
import { sessionChecks, sessionsView } from "@/lib/live/queries/sessions-view";

export async function generateMetadata() {
  return { title: (await getTranslations("sessions"))("title") };
}

export default async function SessionsPage() {
  const actor = await requirePerson("/sessions");
  const [t, refusals] = await Promise.all([getTranslations("sessions"), getTranslations("refusals")]);
  const [view, checks] = await Promise.all([sessionsView(actor), sessionChecks(actor)]);
  const why = hasRole(actor, ["admin"]) ? undefined : refusals("not_allowed.sentence");
  return (
    <Page>
      <PageHead title={t("title")} beside={<span className="soft">{t("lead")}</span>} />
      {checks.category === "session_issues" ? (
        <Note kind="degraded" lead={t("issues.lead")}>
          {t("issues.words")}
        </Note>
      ) : null}
      <RevocationList initial={view} />
      <Section title={t("person.title")}>
        <p className="soft">{t("person.words")}</p>
        {hasRole(actor, ["responder", "admin"]) ? (
          <CustomerSearchForm q="" />
        ) : (
          <p>{refusals("not_allowed.sentence")}</p>
        )}
      </Section>
      <ChecksPart checks={checks} />
      <Section title={t("everyone.title")}>
        <p className="soft">{t("everyone.words")}</p>
        <div className="acts">
          <EveryoneButton why={why} />
        </div>
      </Section>
    </Page>
  );
}
