import { getTranslations } from "next-intl/server";
import { AppLadder } from "@/components/app-bypass/app-ladder";
import { OpenForm } from "@/components/app-bypass/open-form";
import { OtherWays } from "@/components/app-bypass/other-ways";
import { PastBypasses } from "@/components/app-bypass/past-bypasses";
import { HolderTable } from "@/components/bypass/holder-table";
import { OpenNow } from "@/components/bypass/open-now";
import { OwnEntry } from "@/components/bypass/own-entry";
import { PastOpenings } from "@/components/bypass/past-openings";
import { ReadinessPart } from "@/components/bypass/readiness-part";
import { RefusedAttempts } from "@/components/bypass/refused-attempts";
import { Page } from "@/components/console/page";
import { PageHead } from "@/components/console/page-head";
import { requirePerson } from "@/lib/access/identify";
import { hasRole } from "@/lib/access/roles";
import { dropInName } from "@/lib/app-bypass/queries/drop-in-file";
import { listLadder, readBypassKey } from "@/lib/app-bypass/queries/list-ladder";
import { listOpenings, listUses } from "@/lib/app-bypass/queries/list-openings";
import { openingId } from "@/lib/app-bypass/shapes";
import { listHolders } from "@/lib/bypass/queries/list-holders";
import { listPastGrants, listRefusedAttempts } from "@/lib/bypass/queries/past-grants";
import { readiness } from "@/lib/bypass/queries/readiness";
import { env } from "@/lib/core/env";

const shown = { grants: 20, attempts: 50 };

export async function generateMetadata() {
  return { title: (await getTranslations("bypass"))("title") };
}

type Props = { searchParams: Promise<Record<string, string | string[] | undefined>> };

export default async function BypassPage({ searchParams }: Props) {
  const actor = await requirePerson("/bypass");
  const wanted = openingId.safeParse((await searchParams).opening);
  const [t, seen, holders, grants, attempts, apps, openings, uses] = await Promise.all([
    getTranslations("bypass"),
    readiness(),
    listHolders(actor),
    listPastGrants(actor, shown.grants),
    listRefusedAttempts(actor, shown.attempts),
    listLadder(actor),
    listOpenings(actor, { open: false }),
    wanted.success ? listUses(actor, wanted.data) : [],
  ]);
  const now = new Date().toISOString();
  const own = holders.find(({ personId }) => personId === actor.personId) ?? null;
  return (
    <Page>
      <PageHead title={t("title")} beside={<span className="soft">{t("summary")}</span>} />
      <OpenNow />
      <AppLadder apps={apps} />
      <OpenForm apps={apps} mayOpen={hasRole(actor, ["admin"])} />
      <PastBypasses
        openings={[...apps.flatMap(({ open }) => open ?? []), ...openings]}
        shown={wanted.success ? { id: wanted.data, uses } : null}
        now={now}
      />
      <OtherWays
        {...readBypassKey(actor)}
        address={`${env().PUBLIC_ORIGIN}/api/v1/bypass/{app}`}
        fileName={dropInName}
      />
      <ReadinessPart readiness={seen} now={now} />
      <HolderTable holders={holders} now={now} mayStrike={false} />
      <OwnEntry own={own} now={now} address={`${env().PUBLIC_ORIGIN}/break-glass`} />
      <PastOpenings grants={grants} now={now} />
      <RefusedAttempts attempts={attempts} now={now} />
    </Page>
  );
}
