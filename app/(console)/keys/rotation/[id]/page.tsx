import { notFound } from "next/navigation";
import { getTranslations } from "next-intl/server";
import { AskAgain } from "@/components/console/ask-again";
import { Page } from "@/components/console/page";
import { PageHead } from "@/components/console/page-head";
import { RefusedPage } from "@/components/console/refused-page";
import { LiveRotation } from "@/components/keys/live-rotation";
import { requirePerson } from "@/lib/access/identify";
import { hasRole } from "@/lib/access/roles";
import { settled } from "@/lib/core/errors";
import { inert } from "@/lib/core/text";
import { rotationView } from "@/lib/keys/queries/rotation";

type Props = { params: Promise<{ id: string }> };

export async function generateMetadata() {
  return { title: (await getTranslations("keys.rotation"))("section") };
}

export default async function RotationPage({ params }: Props) {
  const { id } = await params;
  const here = `/keys/rotation/${encodeURIComponent(id)}`;
  const actor = await requirePerson(here);
  const read = await settled(() => rotationView(actor, id));
  if (!read.ok && read.refusal.code === "rotation_not_found") notFound();
  if (!read.ok) return <RefusedPage refusal={read.refusal} again={here} />;
  const [t, view] = [await getTranslations("keys"), read.value];
  const subject = inert(view.name ?? "OIDC");
  return (
    <Page>
      <PageHead
        crumb={{ href: view.rotation.of === "tokens" ? "/keys?part=tokens" : "/keys", label: t("title") }}
        title={t("rotation.title", { kid: inert(view.rotation.oldKid) })}
        beside={<span className="soft">{subject}</span>}
        acts={<AskAgain readAt={view.now} />}
      />
      <LiveRotation initial={view} admin={hasRole(actor, ["admin"])} />
    </Page>
  );
}
