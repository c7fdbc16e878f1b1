import { redirect } from "next/navigation";
import { getTranslations } from "next-intl/server";
import type { ReactNode } from "react";
import { z } from "zod";
import { HistoryPart } from "@/components/approvals/history-part";
import { LiveApprovals } from "@/components/approvals/live-approvals";
import { Page } from "@/components/console/page";
import { PageHead } from "@/components/console/page-head";
import { ReviewsPart } from "@/components/reviews/reviews-part";
import { Tabs } from "@/components/ui/tabs";
import type { HumanActor } from "@/lib/access/actor";
import { requirePerson } from "@/lib/access/identify";
import { approvalsView } from "@/lib/live/queries/views";
import { listApprovalHistory } from "@/lib/requests/queries/list-approvals";
import { requestId } from "@/lib/requests/shapes";
import { listFiledReviews, listOwedReviews } from "@/lib/reviews/queries/list-reviews";
import { reviewId } from "@/lib/reviews/shapes";

const pageSize = 50;
const parts = ["waiting", "history", "reviews"] as const;
type Part = (typeof parts)[number];

const query = z.object({
  part: z.enum(parts).catch("waiting"),
  request: requestId.optional().catch(undefined),
  before: z.string().max(40).optional().catch(undefined),
});

export async function generateMetadata() {
  return { title: (await getTranslations("approvals"))("title") };
}

type Props = { searchParams: Promise<Record<string, string | string[] | undefined>> };

export default async function ApprovalsPage({ searchParams }: Props) {
  const actor = await requirePerson();
  const { part, request, before } = query.parse(await searchParams);
  // Notices lead here; a request has one page, whoever looks at it.
  if (request) redirect(`/operations/${request}`);
  const t = await getTranslations("approvals");
  const tabs = parts.map((each) => ({
    href: each === "waiting" ? "/approvals" : `/approvals?part=${each}`,
    label: t(`part.${each}`),
    current: each === part,
  }));
  return (
    <Page>
      <PageHead title={t("title")} beside={<span className="soft">{t("summary")}</span>} />
      <Tabs label={t("title")} tabs={tabs} />
      {await draw[part](actor, before)}
    </Page>
  );
}

const draw: Record<Part, (actor: HumanActor, before: string | undefined) => Promise<ReactNode>> = {
  waiting: async (actor) => <LiveApprovals initial={await approvalsView(actor)} />,

  history: async (actor, before) => {
    const from = z.iso.datetime().safeParse(before);
    const { cards, more } = await listApprovalHistory(actor, {
      before: from.success ? new Date(from.data) : null,
      limit: pageSize,
    });
    return <HistoryPart cards={cards} more={more} now={new Date().toISOString()} />;
  },

  reviews: async (actor, before) => {
    const [owed, filed] = await Promise.all([
      listOwedReviews(actor),
      listFiledReviews(actor, { before: reviewId.safeParse(before).data ?? null, limit: pageSize }),
    ]);
    return <ReviewsPart owed={owed} filed={filed} now={new Date().toISOString()} />;
  },
};
