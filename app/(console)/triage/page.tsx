import { getTranslations } from "next-intl/server";
import { RefusedPage } from "@/components/console/refused-page";
import { LiveTriage } from "@/components/triage/live-triage";
import { requirePerson } from "@/lib/access/identify";
import { hasRole } from "@/lib/access/roles";
import { settled } from "@/lib/core/errors";
import { chartView, rangeOf } from "@/lib/live/queries/chart-view";
import { triageView } from "@/lib/live/queries/triage-view";

export async function generateMetadata() {
  return { title: (await getTranslations("triagePage"))("title") };
}

type Props = { searchParams: Promise<Record<string, string | string[] | undefined>> };

export default async function TriagePage({ searchParams }: Props) {
  const actor = await requirePerson("/triage");
  const { range, as } = await searchParams;
  const read = await settled(() => Promise.all([triageView(actor), chartView(actor, rangeOf(range))]));
  if (!read.ok) return <RefusedPage refusal={read.refusal} again="/triage" />;
  const [initial, chart] = read.value;
  return (
    <LiveTriage
      initial={initial}
      chart={chart}
      asTable={as === "table"}
      mayProbe={hasRole(actor, ["responder", "admin"])}
    />
  );
}
