import { notFound } from "next/navigation";
import { getTranslations } from "next-intl/server";
import { AskAgain } from "@/components/console/ask-again";
import { Page } from "@/components/console/page";
import { PageHead } from "@/components/console/page-head";
import { PartyHistory } from "@/components/relying-parties/party-history";
import { type Parts, PartyParts } from "@/components/relying-parties/party-parts";
import { PartySettings } from "@/components/relying-parties/party-settings";
import { SwitchButton } from "@/components/relying-parties/switch-button";
import { ContactTable } from "@/components/settings/contact-table";
import { Section } from "@/components/ui/section";
import { State } from "@/components/ui/state";
import type { HumanActor } from "@/lib/access/actor";
import { requirePerson } from "@/lib/access/identify";
import { operationPolicy } from "@/lib/access/policy";
import { hasRole } from "@/lib/access/roles";
import { listContacts } from "@/lib/contacts/queries/list-contacts";
import { settled } from "@/lib/core/errors";
import { inert } from "@/lib/core/text";
import { findRelyingParty } from "@/lib/relying-parties/queries/find-relying-party";
import { findRetryRule } from "@/lib/relying-parties/queries/find-retry-rule";
import { findPartyHealth, findPartyQueue, newestRows } from "@/lib/relying-parties/queries/party-board";
import { findPartyKeys } from "@/lib/relying-parties/queries/party-keys";
import { relyingPartyId } from "@/lib/relying-parties/shapes";
import { listRequestsOn } from "@/lib/requests/queries/list-requests-on";

type Props = { params: Promise<{ id: string }> };

const partyOperations = Object.keys(operationPolicy).filter((name) => name.startsWith("relying-party."));

export async function generateMetadata({ params }: Props) {
  return { title: (await params).id };
}

export default async function RelyingPartyPage({ params }: Props) {
  const { id } = await params;
  const actor = await requirePerson(`/relying-parties/${encodeURIComponent(id)}`);
  if (!relyingPartyId.safeParse(id).success) notFound();
  const [t, deliveries] = [await getTranslations("relyingParties"), await getTranslations("deliveries")];
  const [parts, { rule, contacts, history }] = await Promise.all([theirs(actor, id), ours(actor, id)]);
  if (parts.party.ok && parts.party.value === null) notFound();
  const party = parts.party.ok ? parts.party.value : null;
  const now = new Date().toISOString();
  const [acts, admin] = [hasRole(actor, ["responder", "admin"]), hasRole(actor, ["admin"])];
  const name = party ? inert(party.name) : t("named", { id });
  return (
    <Page>
      <PageHead
        crumb={{ href: "/deliveries", label: deliveries("title") }}
        title={name}
        beside={
          party ? (
            <State name={party.webhookEnabled ? "ok" : "degraded"}>
              {deliveries(party.webhookEnabled ? "endpoint.on" : "endpoint.off")}
            </State>
          ) : undefined
        }
        acts={
          <>
            <AskAgain readAt={now} />
            {party ? <SwitchButton id={id} name={party.name} on={party.webhookEnabled} allowed={acts} /> : null}
          </>
        }
      />
      <PartyParts id={id} parts={parts} newestRows={newestRows} linked={acts} now={now} />
      <Section title={t("contacts")}>
        <ContactTable contacts={contacts} parties={{}} linked={admin} now={now} />
      </Section>
      <Section title={t("rules")}>
        <PartySettings id={id} name={name} needsAdmin={rule.needsAdmin} admin={admin} />
      </Section>
      <Section title={t("history.section")}>
        <PartyHistory cards={history} now={now} />
      </Section>
    </Page>
  );
}

/** What the identity provider's database says, each part by itself. */
async function theirs(actor: HumanActor, id: string): Promise<Parts> {
  const [party, health, queue, keys] = await Promise.all([
    settled(() => findRelyingParty(actor, id)),
    settled(() => findPartyHealth(actor, id)),
    settled(() => findPartyQueue(actor, id)),
    settled(() => findPartyKeys(actor, id)),
  ]);
  return { party, health, queue, keys };
}

/** What we know ourselves, whatever becomes of theirs: whom to call, who may retry, what was done. */
async function ours(actor: HumanActor, id: string) {
  const [rule, contacts, history] = await Promise.all([
    findRetryRule(actor, id),
    listContacts(actor),
    listRequestsOn(actor, partyOperations, id, 10),
  ]);
  return { rule, history, contacts: contacts.filter(({ relyingPartyId: of }) => of === id) };
}
