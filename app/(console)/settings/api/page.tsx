import { getTranslations } from "next-intl/server";
import { z } from "zod";
import { ApiReference } from "@/components/api-reference/api-reference";
import { requirePerson } from "@/lib/access/identify";
import { readReference } from "@/lib/public-api/queries/read-reference";
import { version } from "@/package.json";

const query = z.object({ q: z.string().max(200).catch("") });

export async function generateMetadata() {
  return { title: (await getTranslations("apiReference"))("title") };
}

type Props = { searchParams: Promise<Record<string, string | string[] | undefined>> };

export default async function ApiPage({ searchParams }: Props) {
  const actor = await requirePerson("/settings/api");
  const { q } = query.parse(await searchParams);
  return <ApiReference reference={await readReference(actor, version)} q={q} />;
}
