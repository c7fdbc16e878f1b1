import { notFound } from "next/navigation";
import { Page } from "@/components/console/page";
import { LiveIncident } from "@/components/incidents/live-incident";
import { requirePerson } from "@/lib/access/identify";
import { settled } from "@/lib/core/errors";
import { nameOfIncident } from "@/lib/incidents/shapes";
import { incidentView } from "@/lib/live/queries/incident-view";

type Props = { params: Promise<{ number: string }> };

export async function generateMetadata({ params }: Props) {
  return { title: nameOfIncident(Number((await params).number)) };
}

export default async function IncidentPage({ params }: Props) {
  const { number } = await params;
  const actor = await requirePerson(`/incidents/${encodeURIComponent(number)}`);
  const read = await settled(() => incidentView(actor, number));
  if (!read.ok) notFound();
  return (
    <Page>
      <LiveIncident initial={read.value} />
    </Page>
  );
}
