import { getTranslations } from "next-intl/server";
import { RefusedPage } from "@/components/console/refused-page";
import { LiveTriage } from "@/components/triage/live-triage";
import { requirePerson } from "@/lib/access/identify";
import { settled } from "@/lib/core/errors";
import { triageView } from "@/lib/live/queries/triage-view";

export async function generateMetadata() {
  return { title: (await getTranslations("triagePage"))("title") };
}

export default async function TriagePage() {
  const actor = await requirePerson("/triage");
  const read = await settled(() => triageView(actor));
  return read.ok ? <LiveTriage initial={read.value} /> : <RefusedPage refusal={read.refusal} again="/triage" />;
}
