import { getTranslations } from "next-intl/server";
import { NuqsAdapter } from "nuqs/adapters/next/app";
import { LiveChannels } from "@/components/notices/live-channels";
import { requirePerson } from "@/lib/access/identify";
import { hasRole } from "@/lib/access/roles";
import { channelsView } from "@/lib/live/queries/views";

export async function generateMetadata() {
  return { title: (await getTranslations("channels"))("title") };
}

export default async function ChannelsPage() {
  const actor = await requirePerson("/settings/channels");
  return (
    <NuqsAdapter>
      <LiveChannels initial={await channelsView(actor)} mayChange={hasRole(actor, ["admin"])} />
    </NuqsAdapter>
  );
}
