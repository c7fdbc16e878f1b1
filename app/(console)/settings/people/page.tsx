import { getTranslations } from "next-intl/server";
import { NuqsAdapter } from "nuqs/adapters/next/app";
import { PeopleTable } from "@/components/settings/people-table";
import { Section } from "@/components/ui/section";
import { requirePerson } from "@/lib/access/identify";
import { hasRole } from "@/lib/access/roles";
import { listPeople } from "@/lib/people/queries/list-people";

export async function generateMetadata() {
  return { title: (await getTranslations("people"))("title") };
}

export default async function PeoplePage() {
  const actor = await requirePerson("/settings/people");
  const [people, t] = [await listPeople(actor), await getTranslations("people")];
  return (
    <Section title={t("title")} aside={t("formula")}>
      <NuqsAdapter>
        <PeopleTable
          people={people}
          ownId={actor.personId}
          mayChange={hasRole(actor, ["admin"])}
          now={new Date().toISOString()}
        />
      </NuqsAdapter>
    </Section>
  );
}
