import { notFound } from "next/navigation";
import { getTranslations } from "next-intl/server";
import { Page } from "@/components/console/page";
import { PageHead } from "@/components/console/page-head";
import { OperationTitle } from "@/components/operation/operation-title";
import { LiveReview } from "@/components/reviews/live-review";
import { requirePerson } from "@/lib/access/identify";
import { findReview } from "@/lib/reviews/queries/find-review";

type Props = { params: Promise<{ id: string }> };

export async function generateMetadata() {
  return { title: (await getTranslations("reviews"))("title") };
}

export default async function ReviewPage({ params }: Props) {
  const { id } = await params;
  const actor = await requirePerson(`/approvals/reviews/${encodeURIComponent(id)}`);
  const review = await findReview(actor, id);
  if (!review) notFound();
  const t = await getTranslations("reviews");
  return (
    <Page>
      <PageHead
        crumb={{ href: "/approvals?part=reviews", label: t("title") }}
        title={<OperationTitle operation={review.operation} subject={review.subject} />}
        beside={<span className="soft">{t("of", { name: review.actorName })}</span>}
      />
      <LiveReview initial={review} now={new Date().toISOString()} roles={actor.roles} />
    </Page>
  );
}
