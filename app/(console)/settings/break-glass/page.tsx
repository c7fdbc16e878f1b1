import { getTranslations } from "next-intl/server";
import { EnrolForm } from "@/components/bypass/enrol-form";
import { HolderTable } from "@/components/bypass/holder-table";
import { ReadinessPart } from "@/components/bypass/readiness-part";
import { requirePerson } from "@/lib/access/identify";
import { hasRole } from "@/lib/access/roles";
import { listEnrollables, listHolders } from "@/lib/bypass/queries/list-holders";
import { readiness } from "@/lib/bypass/queries/readiness";

export async function generateMetadata() {
  return { title: (await getTranslations("readiness"))("title") };
}

export default async function BreakGlassSettingsPage() {
  const actor = await requirePerson("/settings/break-glass");
  const [seen, holders, people] = await Promise.all([readiness(), listHolders(actor), listEnrollables(actor)]);
  const [now, admin] = [new Date().toISOString(), hasRole(actor, ["admin"])];
  return (
    <>
      <ReadinessPart readiness={seen} now={now} />
      <HolderTable holders={holders} now={now} mayStrike={admin} />
      <EnrolForm people={people} mayEnrol={admin} />
    </>
  );
}
