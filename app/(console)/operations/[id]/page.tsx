import { notFound } from "next/navigation";
import { getTranslations } from "next-intl/server";
import { Page } from "@/components/console/page";
import { PageHead } from "@/components/console/page-head";
import { LiveRequest } from "@/components/operation/live-request";
import { OperationTitle } from "@/components/operation/operation-title";
import { RecordTable } from "@/components/record/record-table";
import { Section } from "@/components/ui/section";
import { requestReference, requirePerson } from "@/lib/access/identify";
import { hasRole } from "@/lib/access/roles";
import { inspectRequest } from "@/lib/operations/perform/inspect";
import { listRecord } from "@/lib/record/queries/list-record";
import { findRequest } from "@/lib/requests/queries/find-request";
import { ReplayPart } from "./replay-part";
import { RevocationPart } from "./revocation-part";

type Props = {
  params: Promise<{ id: string }>;
  searchParams: Promise<Record<string, string | string[] | undefined>>;
};

export default async function OperationPage({ params, searchParams }: Props) {
  const { id } = await params;
  const actor = await requirePerson(`/operations/${encodeURIComponent(id)}`);
  const card = await findRequest(actor, id);
  if (!card) notFound();
  const [t, { lines }, inspected] = await Promise.all([
    getTranslations(),
    listRecord(actor, { before: null, requestId: id, limit: 50 }),
    inspectRequest(actor, await requestReference(), { id }),
  ]);
  const now = new Date().toISOString();
  const mayReconcile = hasRole(actor, ["admin"]) || (card.own && hasRole(actor, ["responder"]));
  return (
    <Page>
      <PageHead
        crumb={
          card.secondPerson
            ? { href: "/approvals", label: t("approvals.title") }
            : { href: "/operations", label: t("operations.title") }
        }
        title={<OperationTitle operation={card.operation} subject={card.shown?.subject ?? ""} />}
        beside={<code className="quiet">{card.operation}</code>}
      />
      {card.operation === "delivery.replay" ? (
        <ReplayPart
          actor={actor}
          id={card.id}
          subject={card.shown?.subject ?? ""}
          own={card.own}
          query={await searchParams}
          now={now}
        />
      ) : null}
      {card.operation.startsWith("session.") ? (
        <RevocationPart actor={actor} id={card.id} own={card.own} now={now} />
      ) : null}
      <LiveRequest initial={card} inspected={inspected} now={now} mayReconcile={mayReconcile} />
      <Section title={t("record.title")}>
        <RecordTable lines={lines} now={now} foot={null} empty={<p className="quiet">{t("common.nothing")}</p>} />
      </Section>
    </Page>
  );
}
