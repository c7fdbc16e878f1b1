import { useTranslations } from "next-intl";
import type { ReferenceCall } from "@/lib/public-api/rules/reference";
import { type Column, Table } from "../ui/table";
import { Described } from "./described";

/** The calls at a glance; each leads to its own part. */
export function CallList({ calls }: { calls: readonly ReferenceCall[] }) {
  const [t, scopes] = [useTranslations("apiReference.list"), useTranslations("apiTokens.list.scopeOf")];
  const columns: Column<ReferenceCall>[] = [
    {
      key: "call",
      head: t("call"),
      width: "340px",
      cell: ({ name, method, path }) => (
        <a href={`#${name}`} className="mono call-name">
          {method} {path}
        </a>
      ),
    },
    { key: "does", head: t("does"), cell: ({ summary }) => <Described text={summary} /> },
    {
      key: "scope",
      head: t("scope"),
      width: "150px",
      cell: ({ scopes: fits }) => fits.map((scope) => scopes(scope)).join(", "),
    },
  ];
  return <Table caption={t("title")} columns={columns} rows={calls} rowKey={({ name }) => name} />;
}
