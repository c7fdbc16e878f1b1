import { useTranslations } from "next-intl";
import type { KnownRefusal } from "@/lib/public-api/rules/reference";
import { noFacts } from "../operation/no-facts";
import { type Column, Table } from "../ui/table";

/** Codes with what they mean, in the words that people read when they are refused. */
export function RefusalTable({ caption, refusals }: { caption: string; refusals: readonly KnownRefusal[] }) {
  const [t, sentences] = [useTranslations("apiReference.refusal"), useTranslations("refusals")];
  const columns: Column<KnownRefusal>[] = [
    { key: "code", head: t("code"), width: "280px", cell: ({ code }) => <code>{code}</code> },
    { key: "status", head: t("status"), width: "70px", cell: ({ status }) => status },
    { key: "meaning", head: t("meaning"), cell: ({ code }) => sentences(`${code}.sentence`, noFacts) },
  ];
  return (
    <Table
      caption={caption}
      captionShown
      columns={columns}
      rows={refusals}
      rowKey={({ status, code }) => `${status} ${code}`}
      tight
    />
  );
}
