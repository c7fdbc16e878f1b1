import { notFound } from "next/navigation";
import { getTranslations } from "next-intl/server";
import { AskAgain } from "@/components/console/ask-again";
import { Page } from "@/components/console/page";
import { PageHead } from "@/components/console/page-head";
import { RefusedPage } from "@/components/console/refused-page";
import { DrillPart } from "@/components/keys/drill-part";
import { LiveKey } from "@/components/keys/live-key";
import { NoticePart, type NoticeSpeaker } from "@/components/keys/notice-part";
import { requirePerson } from "@/lib/access/identify";
import { hasRole } from "@/lib/access/roles";
import { env } from "@/lib/core/env";
import { settled } from "@/lib/core/errors";
import { inert } from "@/lib/core/text";
import { speak } from "@/lib/i18n/speak";
import { drillCompromise } from "@/lib/keys/queries/drill";
import { keyView } from "@/lib/keys/queries/key-view";

type Props = {
  params: Promise<{ kid: string }>;
  searchParams: Promise<Record<string, string | string[] | undefined>>;
};

export async function generateMetadata({ params }: Props) {
  return { title: (await params).kid };
}

export default async function KeyPage({ params, searchParams }: Props) {
  const { kid } = await params;
  const here = `/keys/${encodeURIComponent(kid)}`;
  const actor = await requirePerson(here);
  const read = await settled(() => keyView(actor, kid));
  if (!read.ok && read.refusal.code === "key_not_found") notFound();
  if (!read.ok) return <RefusedPage refusal={read.refusal} again={here} />;
  const [t, view, { drill }] = [await getTranslations("keys"), read.value, await searchParams];
  const [acts, admin] = [hasRole(actor, ["responder", "admin"]), hasRole(actor, ["admin"])];
  return (
    <Page>
      <PageHead
        crumb={{ href: view.of === "tokens" ? "/keys?part=tokens" : "/keys", label: t("title") }}
        title={<span className="mono">{inert(view.key.kid)}</span>}
        beside={<span className="soft">{view.name === null ? t("everybody") : inert(view.name)}</span>}
        acts={<AskAgain readAt={view.now} />}
      />
      <LiveKey initial={view} acts={acts} admin={admin}>
        {drill === undefined ? null : <DrillPart drill={await drillCompromise(actor, view.key.kid)} />}
        <NoticePart view={view} keySetUrl={keySetUrl()} speakers={speakers} />
      </LiveKey>
    </Page>
  );
}

const keySetUrl = (): string => new URL("/.well-known/jwks.json", env().IDP_BASE_URL).href;

/** A notice is written in the language of who gets it, not of who reads this page. */
const speakers: readonly NoticeSpeaker[] = (["en", "ko"] as const).map((language) => ({
  language,
  say: (line, values) => speak(language)(`keys.notice.line.${line}`, values),
}));
