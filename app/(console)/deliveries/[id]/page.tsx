import { notFound } from "next/navigation";
import { getTranslations } from "next-intl/server";
import { Page } from "@/components/console/page";
import { PageHead } from "@/components/console/page-head";
import { RefusedPage } from "@/components/console/refused-page";
import { Copies } from "@/components/deliveries/copies";
import { DeliveryActs } from "@/components/deliveries/delivery-acts";
import { DeliveryFacts } from "@/components/deliveries/delivery-facts";
import { DiscardNote } from "@/components/deliveries/discard-note";
import { LiveDelivery } from "@/components/deliveries/live-delivery";
import { Notes } from "@/components/deliveries/notes";
import { OutlookParts } from "@/components/deliveries/outlook-parts";
import type { Speaker } from "@/components/deliveries/packet-part";
import { Payload } from "@/components/deliveries/payload";
import { Reveal } from "@/components/deliveries/reveal";
import { SiblingTable } from "@/components/deliveries/siblings";
import { stateMarks } from "@/components/deliveries/state-marks";
import { PartRefused } from "@/components/relying-parties/part-refused";
import { Section } from "@/components/ui/section";
import { State } from "@/components/ui/state";
import type { HumanActor } from "@/lib/access/actor";
import { requirePerson } from "@/lib/access/identify";
import { settled } from "@/lib/core/errors";
import { inert } from "@/lib/core/text";
import { actJudgements } from "@/lib/deliveries/queries/act-judgements";
import { findDelivery } from "@/lib/deliveries/queries/find-delivery";
import { findDiscard } from "@/lib/deliveries/queries/find-discard";
import { findPayload } from "@/lib/deliveries/queries/find-payload";
import { findWebhookUrl } from "@/lib/deliveries/queries/find-webhook-url";
import { findFollow, listAttempts, listNotes } from "@/lib/deliveries/queries/list-attempts";
import { findGroup, listOfSubject } from "@/lib/deliveries/queries/list-siblings";
import type { Delivery } from "@/lib/deliveries/shapes";
import { speak } from "@/lib/i18n/speak";
import { findOutlook } from "@/lib/relying-parties/queries/find-outlook";

type Props = { params: Promise<{ id: string }> };

export async function generateMetadata({ params }: Props) {
  return { title: inert((await params).id) };
}

export default async function DeliveryPage({ params }: Props) {
  const { id } = await params;
  const actor = await requirePerson(`/deliveries/${encodeURIComponent(id)}`);
  const read = await settled(async () => ({
    delivery: await findDelivery(actor, id),
    payload: await findPayload(actor, id),
  }));
  if (!read.ok) return <RefusedPage refusal={read.refusal} again={`/deliveries/${id}`} />;
  const { delivery, payload } = read.value;
  if (!delivery) notFound();
  const [t, ours, theirs] = [
    await getTranslations("deliveries"),
    await known(actor, id),
    await around(actor, delivery),
  ];
  const now = new Date().toISOString();
  const { state, relyingParty, eventType } = delivery;
  const acts = actJudgements(actor, delivery, ours.discard !== null);
  const bytes = payload ? t("payload.bytes", { bytes: payload.bytes }) : "";
  const cause = theirs.outlook.ok ? t(`causes.${theirs.outlook.value.cause.cause}.name`) : null;
  const name = inert(relyingParty.name);
  return (
    <Page>
      <PageHead
        crumb={{ href: "/deliveries", label: t("title") }}
        title={id}
        beside={
          <>
            <State name={stateMarks[state]}>{t(`state.${state}`)}</State>
            <span className="soft">{t("detail.eventTo", { event: inert(eventType), relyingParty: name })}</span>
          </>
        }
        acts={<DeliveryActs id={id} relyingParty={name} acts={acts} />}
      />
      {ours.discard ? <DiscardNote discard={ours.discard} now={now} /> : null}
      <Section title={t("detail.section")}>
        <DeliveryFacts delivery={delivery} now={now} />
        {payload && theirs.url.ok ? (
          <Copies
            delivery={delivery}
            payload={payload}
            url={theirs.url.value}
            cause={state === "dead" ? cause : null}
          />
        ) : null}
      </Section>
      <LiveDelivery id={id} initial={{ state, follow: ours.follow, attempts: ours.attempts }} now={now} />
      {state === "dead" ? (
        <OutlookParts delivery={delivery} outlook={theirs.outlook} group={theirs.group} speakers={speakers} now={now} />
      ) : null}
      <Section title={t("siblings.subject")}>
        {theirs.subject.ok ? (
          <SiblingTable caption={t("siblings.subject")} rows={theirs.subject.value} now={now} />
        ) : (
          <PartRefused refusal={theirs.subject.refusal} />
        )}
      </Section>
      <Section title={t("payload.section")} aside={`${t("payload.masked")} · ${bytes}`}>
        {payload ? <Payload payload={payload} /> : null}
        {acts.reveal ? <Reveal id={id} relyingParty={name} /> : null}
      </Section>
      <Section title={t("notes.section")}>
        <Notes id={id} notes={ours.notes} now={now} />
      </Section>
    </Page>
  );
}

/** The packet is written in the language of who gets it, not of who reads this page. */
const speakers: readonly Speaker[] = (["en", "ko"] as const).map((language) => ({
  language,
  say: (line, values) => speak(language)(`deliveries.packet.line.${line}`, values),
}));

/** What we know ourselves: attempts, the way of a retry, notes, whether it was set aside. */
async function known(actor: HumanActor, id: string) {
  const [follow, attempts, notes, discard] = await Promise.all([
    findFollow(actor, id),
    listAttempts(actor, id),
    listNotes(actor, id),
    findDiscard(actor, id),
  ]);
  return { follow, attempts, notes, discard };
}

/** What the identity provider's database says around it, each part by itself: one that does not come holds up no other. */
async function around(actor: HumanActor, delivery: Delivery) {
  const [outlook, group, subject, url] = await Promise.all([
    settled(() => findOutlook(actor, delivery)),
    settled(() => findGroup(actor, delivery)),
    settled(() => listOfSubject(actor, delivery)),
    settled(() => findWebhookUrl(actor, delivery.relyingParty.id)),
  ]);
  return { outlook, group, subject, url };
}
