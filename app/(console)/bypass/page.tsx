import { getTranslations } from "next-intl/server";
import { HolderTable } from "@/components/bypass/holder-table";
import { OpenNow } from "@/components/bypass/open-now";
import { OwnEntry } from "@/components/bypass/own-entry";
import { PastOpenings } from "@/components/bypass/past-openings";
import { ReadinessPart } from "@/components/bypass/readiness-part";
import { RefusedAttempts } from "@/components/bypass/refused-attempts";
import { Page } from "@/components/console/page";
import { PageHead } from "@/components/console/page-head";
import { requirePerson } from "@/lib/access/identify";
import { listHolders } from "@/lib/bypass/queries/list-holders";
import { listPastGrants, listRefusedAttempts } from "@/lib/bypass/queries/past-grants";
import { readiness } from "@/lib/bypass/queries/readiness";
import { env } from "@/lib/core/env";

const shown = { grants: 20, attempts: 50 };

export async function generateMetadata() {
  return { title: (await getTranslations("bypass"))("title") };
}

export default async function BypassPage() {
  const actor = await requirePerson("/bypass");
  const [t, seen, holders, grants, attempts] = await Promise.all([
    getTranslations("bypass"),
    readiness(),
    listHolders(actor),
    listPastGrants(actor, shown.grants),
    listRefusedAttempts(actor, shown.attempts),
  ]);
  const now = new Date().toISOString();
  const own = holders.find(({ personId }) => personId === actor.personId) ?? null;
  return (
    <Page>
      <PageHead title={t("title")} beside={<span className="soft">{t("summary")}</span>} />
      <OpenNow />
      <ReadinessPart readiness={seen} now={now} />
      <HolderTable holders={holders} now={now} mayStrike={false} />
      <OwnEntry own={own} now={now} address={`${env().PUBLIC_ORIGIN}/break-glass`} />
      <PastOpenings grants={grants} now={now} />
      <RefusedAttempts attempts={attempts} now={now} />
    </Page>
  );
}
