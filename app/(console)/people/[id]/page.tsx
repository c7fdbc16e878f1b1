import { notFound } from "next/navigation";
import { getTranslations } from "next-intl/server";
import { AskAgain } from "@/components/console/ask-again";
import { Page } from "@/components/console/page";
import { PageHead } from "@/components/console/page-head";
import { RefusedPage } from "@/components/console/refused-page";
import { ClerkPart } from "@/components/customers/clerk-part";
import { CustomerVerdict } from "@/components/customers/customer-verdict";
import { DeliveriesPart } from "@/components/customers/deliveries-part";
import { IdentityPart } from "@/components/customers/identity-part";
import { LinksPart } from "@/components/customers/links-part";
import { SessionsPart } from "@/components/customers/sessions-part";
import { CachePart } from "@/components/tasks/cache-part";
import { requirePerson } from "@/lib/access/identify";
import { settled } from "@/lib/core/errors";
import { findCustomer } from "@/lib/customers/queries/find-customer";
import { customerId } from "@/lib/customers/shapes";
import { tasksView } from "@/lib/tasks/queries/list-tasks";

type Props = { params: Promise<{ id: string }> };

export async function generateMetadata({ params }: Props) {
  return { title: (await params).id };
}

export default async function PersonPage({ params }: Props) {
  const { id } = await params;
  const actor = await requirePerson(`/people/${encodeURIComponent(id)}`);
  if (!customerId.safeParse(id).success) notFound();
  const found = await settled(() => findCustomer(actor, id));
  if (!found.ok) return <RefusedPage refusal={found.refusal} again={`/people/${id}`} />;
  const customer = found.value;
  if (!customer) notFound();
  const t = await getTranslations("customers");
  const { readAt: now, identityId: user } = customer;
  return (
    <Page>
      <PageHead
        crumb={{ href: "/people", label: t("title") }}
        title={t("personTitle", { id: customer.identityId ?? id })}
        acts={<AskAgain readAt={now} />}
      />
      <CustomerVerdict customer={customer} />
      <ClerkPart part={customer.clerk} now={now} />
      <SessionsPart part={customer.sessions} user={customer.clerkId} now={now} />
      <IdentityPart customer={customer} now={now} />
      <LinksPart part={customer.merged} now={now} />
      {user === null ? null : <CachePart user={user} tasks={await tasksView(actor, user)} />}
      <DeliveriesPart part={customer.deliveries} now={now} />
    </Page>
  );
}
