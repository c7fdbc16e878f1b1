import Link from "next/link";
import { getTranslations } from "next-intl/server";
import { z } from "zod";
import { Page } from "@/components/console/page";
import { PageHead } from "@/components/console/page-head";
import { RecordTable } from "@/components/record/record-table";
import { Blank } from "@/components/ui/blank";
import { Note } from "@/components/ui/note";
import { requirePerson } from "@/lib/access/identify";
import { listRecord } from "@/lib/record/queries/list-record";

const pageSize = 100;
const query = z.object({
  before: z
    .string()
    .regex(/^\d{1,18}$/)
    .optional()
    .catch(undefined),
});

export async function generateMetadata() {
  return { title: (await getTranslations("record"))("title") };
}

type Props = { searchParams: Promise<Record<string, string | string[] | undefined>> };

export default async function RecordPage({ searchParams }: Props) {
  const actor = await requirePerson("/record");
  const { before } = query.parse(await searchParams);
  const page = await listRecord(actor, { before: before ? BigInt(before) : null, requestId: null, limit: pageSize });
  const [t, common] = [await getTranslations("record"), await getTranslations("common")];
  return (
    <Page>
      <PageHead title={t("title")} beside={<span className="soft">{t("summary", { rows: page.lines.length })}</span>} />
      {page.ownOnly ? <Note>{t("own")}</Note> : null}
      <RecordTable
        lines={page.lines}
        now={new Date().toISOString()}
        foot={page.nextBefore ? <Link href={`/record?before=${page.nextBefore}`}>{common("next")}</Link> : null}
        empty={
          <Blank mark="unknown" title={t("empty.title")} level={2}>
            {t("empty.words")}
          </Blank>
        }
      />
      <p className="small quiet">
        {t("verify.how")} <code>npm run record:verify</code>
      </p>
    </Page>
  );
}
