import { redirect } from "next/navigation";
import { getTranslations } from "next-intl/server";
import { z } from "zod";
import { Ceremony } from "@/components/bypass/ceremony";
import { ScopeList } from "@/components/bypass/scope-list";
import { QueryProvider } from "@/components/console/query-provider";
import { Section } from "@/components/ui/section";
import { isHuman } from "@/lib/access/actor";
import { grantScope } from "@/lib/access/grant-scope";
import { identify } from "@/lib/access/identify";
import { safeNextPath } from "@/lib/access/next-path";
import { doorView } from "@/lib/live/queries/door";

const query = z.object({
  next: z.string().optional().catch(undefined),
  drill: z.literal("1").optional().catch(undefined),
});

type Props = { searchParams: Promise<Record<string, string | string[] | undefined>> };

export async function generateMetadata() {
  return { title: (await getTranslations("breakGlass"))("title") };
}

/** The way in when Clerk is dead. Nothing of Clerk's is on it, and nobody is known here: it looks the same to everybody. */
export default async function BreakGlassPage({ searchParams }: Props) {
  const asked = query.parse(await searchParams);
  const next = safeNextPath(asked.next, "/triage");
  // With our database away nobody is inside, and the page that says so must come.
  const identified = await identify().catch(() => null);
  if (identified && isHuman(identified)) redirect(next);
  const t = await getTranslations("breakGlass");
  return (
    <div className="ceremony">
      <h1>{t("title")}</h1>
      <p className="lead soft">{t("lead")}</p>
      <QueryProvider>
        <Ceremony initial={await doorView()} next={next} drill={asked.drill === "1"}>
          <ScopeList scope={grantScope()} />
          <Section title={t("ends.title")}>
            <p className="soft">{t("ends.words")}</p>
          </Section>
        </Ceremony>
      </QueryProvider>
    </div>
  );
}
