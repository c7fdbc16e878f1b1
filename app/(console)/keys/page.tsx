import { redirect } from "next/navigation";
import { getTranslations } from "next-intl/server";
import { AskAgain } from "@/components/console/ask-again";
import { Page } from "@/components/console/page";
import { PageHead } from "@/components/console/page-head";
import { RefusedPage } from "@/components/console/refused-page";
import { LiveKeys } from "@/components/keys/live-keys";
import { OwnKeys, SecretKeys } from "@/components/keys/other-keys";
import { Tabs } from "@/components/ui/tabs";
import { requirePerson } from "@/lib/access/identify";
import { hasRole } from "@/lib/access/roles";
import { settled } from "@/lib/core/errors";
import { keysView } from "@/lib/keys/queries/keys-view";
import { listOwnKeys, listSecretKeys } from "@/lib/keys/queries/other-keys";
import { listOpenRotations } from "@/lib/keys/queries/rotation";

export async function generateMetadata() {
  return { title: (await getTranslations("keys"))("title") };
}

const parts = ["webhooks", "tokens", "secrets", "own"] as const;

type Props = { searchParams: Promise<Record<string, string | string[] | undefined>> };

export default async function KeysPage({ searchParams }: Props) {
  const actor = await requirePerson("/keys");
  const { part: asked, leaked } = await searchParams;
  const part = parts.find((each) => each === asked) ?? "webhooks";
  const read = await settled(() => Promise.all([keysView(actor), listOpenRotations(actor)]));
  // Clerk's keys and the console's own are not the identity provider's to tell.
  if (!read.ok && (part === "webhooks" || part === "tokens"))
    return <RefusedPage refusal={read.refusal} again="/keys" />;
  const [view, rotations] = read.ok ? read.value : [null, []];
  const every = view?.rings.flatMap(({ keys }) => keys) ?? [];
  // What a report names may be a kid, or anything else: only a key that is there has a page.
  if (every.some(({ kid }) => kid === leaked)) redirect(`/keys/${encodeURIComponent(String(leaked))}`);
  const t = await getTranslations("keys");
  const secrets = await listSecretKeys(actor);
  const own = listOwnKeys(actor);
  const tokens = view?.rings.find(({ of }) => of === "tokens")?.keys.length ?? 0;
  const rings = view === null ? {} : { webhooks: every.length - tokens, tokens };
  const counts: Partial<Record<(typeof parts)[number], number>> = {
    ...rings,
    secrets: secrets.length,
    own: own.length,
  };
  const now = view?.now ?? new Date().toISOString();
  const tabs = parts.map((each) => ({
    href: each === "webhooks" ? "/keys" : `/keys?part=${each}`,
    label: t(`part.${each}`),
    count: counts[each],
    current: each === part,
  }));
  return (
    <Page>
      <PageHead
        title={t("title")}
        beside={view === null ? null : <span className="soft">{t("summary", { count: every.length })}</span>}
        acts={<AskAgain readAt={now} />}
      />
      <Tabs label={t("kinds")} tabs={tabs} />
      {view !== null && (part === "webhooks" || part === "tokens") ? (
        <LiveKeys initial={view} part={part} rotations={rotations} admin={hasRole(actor, ["admin"])} />
      ) : null}
      {part === "secrets" ? <SecretKeys lines={secrets} now={now} /> : null}
      {part === "own" ? <OwnKeys lines={own} /> : null}
    </Page>
  );
}
