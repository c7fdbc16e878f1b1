import Link from "next/link";
import { getTranslations } from "next-intl/server";
import { z } from "zod";
import { Page } from "@/components/console/page";
import { PageHead } from "@/components/console/page-head";
import { Inbox } from "@/components/notices/inbox";
import { Blank } from "@/components/ui/blank";
import { requirePerson } from "@/lib/access/identify";
import { countUnread, listNotices } from "@/lib/notices/queries/list-notices";

const pageSize = 50;
const query = z.object({ before: z.iso.datetime().optional().catch(undefined) });

export async function generateMetadata() {
  return { title: (await getTranslations("notices"))("title") };
}

type Props = { searchParams: Promise<Record<string, string | string[] | undefined>> };

export default async function NoticesPage({ searchParams }: Props) {
  const actor = await requirePerson("/notices");
  const { before } = query.parse(await searchParams);
  const [t, common] = [await getTranslations("notices"), await getTranslations("common")];
  const [unread, { lines, more }] = await Promise.all([
    countUnread(actor),
    listNotices(actor, { before: before ? new Date(before) : null, limit: pageSize }),
  ]);
  const last = lines.at(-1);
  return (
    <Page>
      <PageHead title={t("title")} beside={<span className="soft">{t("summary", { count: unread })}</span>} />
      <Inbox lines={lines} now={new Date().toISOString()} unread={unread}>
        <Blank mark="unknown" title={t("empty.title")} level={2}>
          {t("empty.words")}
        </Blank>
      </Inbox>
      {more && last ? (
        <p>
          <Link href={`/notices?before=${encodeURIComponent(last.postedAt)}`}>{common("next")}</Link>
        </p>
      ) : null}
    </Page>
  );
}
