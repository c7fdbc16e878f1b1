import { getTranslations } from "next-intl/server";
import { Page } from "@/components/console/page";
import { PageHead } from "@/components/console/page-head";
import { RefusedPage } from "@/components/console/refused-page";
import { LiveDeploys } from "@/components/deploys/live-deploys";
import { requirePerson } from "@/lib/access/identify";
import { hasRole } from "@/lib/access/roles";
import { minutes } from "@/lib/core/duration";
import { settled } from "@/lib/core/errors";
import { deploysView } from "@/lib/deploys/queries/deploys-view";
import { serviceDetail } from "@/lib/deploys/queries/service-detail";
import { tasksView } from "@/lib/tasks/queries/list-tasks";

export async function generateMetadata() {
  return { title: (await getTranslations("deploys"))("title") };
}

type Props = { searchParams: Promise<Record<string, string | string[] | undefined>> };

export default async function DeploysPage({ searchParams }: Props) {
  const actor = await requirePerson("/deploys");
  const { app } = await searchParams;
  const read = await settled(() => deploysView(actor, typeof app === "string" ? app : null));
  if (!read.ok) return <RefusedPage refusal={read.refusal} again="/deploys" />;
  const [t, view] = [await getTranslations("deploys"), read.value];
  const may = hasRole(actor, ["responder", "admin"]);
  const since = view.suspicions.find((each) => each.app === view.app)?.failingSince ?? null;
  return (
    <Page>
      <PageHead title={t("title")} beside={<span className="soft">{t("summary")}</span>} />
      <LiveDeploys
        initial={view}
        detail={await serviceDetail(actor, view.app)}
        tasks={await tasksView(actor, null)}
        logs={may ? { window: windowOf(view.now, since), around: since !== null } : null}
        may={may}
        isAdmin={hasRole(actor, ["admin"])}
      />
    </Page>
  );
}

/** Five minutes before the first bad look and ten after it; without one, the last fifteen. */
function windowOf(now: string, since: string | null): { from: string; to: string } {
  const at = Date.parse(since ?? now);
  const [from, to] = since === null ? [at - minutes(15), at] : [at - minutes(5), at + minutes(10)];
  return { from: new Date(from).toISOString(), to: new Date(Math.min(to, Date.parse(now))).toISOString() };
}
