import { notFound } from "next/navigation";
import { getTranslations } from "next-intl/server";
import { TokenPart } from "@/components/app-bypass/token-part";
import { AppForm } from "@/components/settings/app-form";
import { SettingAct } from "@/components/settings/setting-act";
import { Section } from "@/components/ui/section";
import { requirePerson } from "@/lib/access/identify";
import { hasRole } from "@/lib/access/roles";
import { listLadder } from "@/lib/app-bypass/queries/list-ladder";
import { findApp } from "@/lib/apps/queries/list-apps";
import { inert } from "@/lib/core/text";

type Props = { params: Promise<{ id: string }> };

export async function generateMetadata({ params }: Props) {
  return { title: inert((await params).id) };
}

export default async function AppPage({ params }: Props) {
  const { id } = await params;
  const actor = await requirePerson(`/settings/apps/${encodeURIComponent(id)}`);
  const app = await findApp(actor, id);
  if (!app) notFound();
  const bypassable = (await listLadder(actor)).find((each) => each.id === id);
  const [names, settings] = [await getTranslations("operations.names.app"), await getTranslations("settings")];
  const why = hasRole(actor, ["admin"]) ? undefined : settings("needsAdmin");
  return (
    <>
      <Section title={inert(app.name)} aside={<code>{app.id}</code>}>
        <AppForm key={app.version} app={app} why={why} />
        <SettingAct
          operation="app.remove"
          input={{ id, version: app.version }}
          risk="guarded"
          verb={names("remove.verb")}
          title={names("remove.title", { subject: app.name })}
          why={why}
          then="/settings/apps"
        />
      </Section>
      {bypassable ? <TokenPart app={bypassable} now={new Date().toISOString()} why={why} /> : null}
    </>
  );
}
