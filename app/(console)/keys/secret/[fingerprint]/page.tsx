import { notFound } from "next/navigation";
import { getTranslations } from "next-intl/server";
import { ClerkKey } from "@/components/clerk-keys/clerk-key";
import { AskAgain } from "@/components/console/ask-again";
import { Page } from "@/components/console/page";
import { PageHead } from "@/components/console/page-head";
import { requirePerson } from "@/lib/access/identify";
import { hasRole } from "@/lib/access/roles";
import { clerkKeyView } from "@/lib/clerk-keys/queries/clerk-key-view";
import { settled } from "@/lib/core/errors";
import { findOpenIncident } from "@/lib/incidents/queries/find-open";
import { triage } from "@/lib/triage/queries/triage";

type Props = { params: Promise<{ fingerprint: string }> };

export async function generateMetadata({ params }: Props) {
  const { fingerprint } = await params;
  return { title: (await getTranslations("clerkKeys"))("title", { fingerprint: fingerprint.slice(0, 8) }) };
}

export default async function ClerkKeyPage({ params }: Props) {
  const { fingerprint } = await params;
  const actor = await requirePerson(`/keys/secret/${encodeURIComponent(fingerprint)}`);
  const read = await settled(() => clerkKeyView(actor, fingerprint));
  if (!read.ok) notFound();
  const [t, view] = [await getTranslations("clerkKeys"), read.value];
  const [open, seen] = await Promise.all([findOpenIncident(actor, "key_compromise"), triage(actor)]);
  return (
    <Page>
      <PageHead
        crumb={{ href: "/keys?part=secrets", label: t("crumb") }}
        title={t("title", { fingerprint: view.fingerprint })}
        beside={<span className="soft">{t("beside")}</span>}
        acts={<AskAgain readAt={view.now} />}
      />
      <ClerkKey view={view} admin={hasRole(actor, ["admin"])} open={open} triage={seen} />
    </Page>
  );
}
