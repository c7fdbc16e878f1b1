import { notFound } from "next/navigation";
import { getTranslations } from "next-intl/server";
import { Page } from "@/components/console/page";
import { PageHead } from "@/components/console/page-head";
import { RefusedPage } from "@/components/console/refused-page";
import { DeliveryFacts } from "@/components/deliveries/delivery-facts";
import { LiveDelivery } from "@/components/deliveries/live-delivery";
import { Notes } from "@/components/deliveries/notes";
import { Payload } from "@/components/deliveries/payload";
import { RetryButton } from "@/components/deliveries/retry-button";
import { Section } from "@/components/ui/section";
import { State } from "@/components/ui/state";
import { requirePerson } from "@/lib/access/identify";
import { settled } from "@/lib/core/errors";
import { findDelivery } from "@/lib/deliveries/queries/find-delivery";
import { findPayload } from "@/lib/deliveries/queries/find-payload";
import { findFollow, listAttempts, listNotes } from "@/lib/deliveries/queries/list-attempts";
import { retryJudgement } from "@/lib/deliveries/queries/retry-judgement";

type Props = { params: Promise<{ id: string }> };

export async function generateMetadata({ params }: Props) {
  return { title: (await params).id };
}

const marks = { dead: "down", pending: "moving", delivered: "ok" } as const;

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
  const [t, follow, attempts, notes] = await Promise.all([
    getTranslations("deliveries"),
    findFollow(actor, id),
    listAttempts(actor, id),
    listNotes(actor, id),
  ]);
  const now = new Date().toISOString();
  const { state, relyingParty, eventType } = delivery;
  const bytes = payload ? t("payload.bytes", { bytes: payload.bytes }) : "";
  return (
    <Page>
      <PageHead
        crumb={{ href: "/deliveries", label: t("title") }}
        title={id}
        beside={
          <>
            <State name={marks[state]}>{t(`state.${state}`)}</State>
            <span className="soft">{t("detail.eventTo", { event: eventType, relyingParty: relyingParty.name })}</span>
          </>
        }
        acts={<RetryButton id={id} relyingParty={relyingParty.name} blocked={retryJudgement(actor, delivery)} />}
      />
      <Section title={t("detail.section")}>
        <DeliveryFacts delivery={delivery} now={now} />
      </Section>
      <LiveDelivery id={id} initial={{ state, follow, attempts }} now={now} />
      <Section title={t("payload.section")} aside={`${t("payload.masked")} · ${bytes}`}>
        {payload ? <Payload payload={payload} /> : null}
      </Section>
      <Section title={t("notes.section")}>
        <Notes id={id} notes={notes} now={now} />
      </Section>
    </Page>
  );
}
