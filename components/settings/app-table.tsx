import Link from "next/link";
import { useTranslations } from "next-intl";
import type { App } from "@/lib/apps/shapes";
import { inert } from "@/lib/core/text";
import { Blank } from "../ui/blank";
import { type Column, Table } from "../ui/table";

/** What the team runs. */
export function AppTable({ apps, linked }: { apps: readonly App[]; linked: boolean }) {
  const t = useTranslations("apps");
  const columns: Column<App>[] = [
    {
      key: "name",
      head: t("field.name"),
      cell: ({ id, name }) => (
        <>
          {linked ? (
            <Link prefetch={false} href={`/settings/apps/${id}`}>
              {inert(name)}
            </Link>
          ) : (
            inert(name)
          )}
          <span className="sub mono">{id}</span>
        </>
      ),
    },
    { key: "role", head: t("field.role"), width: "150px", cell: ({ role }) => t(`role.${role}`) },
    { key: "url", head: t("field.url"), cell: ({ url }) => <code>{url}</code>, whole: ({ url }) => url },
    {
      key: "host",
      head: t("field.hostedOn"),
      width: "190px",
      cell: ({ hostedOn, renderServiceId }) => (
        <>
          {inert(hostedOn)}
          {renderServiceId ? <span className="sub mono">{renderServiceId}</span> : null}
        </>
      ),
    },
    {
      key: "clerk",
      head: t("field.clerkInstance"),
      width: "130px",
      onlyWide: true,
      cell: ({ clerkInstance }) => t(`clerk.${clerkInstance}`),
    },
    {
      key: "environment",
      head: t("field.environment"),
      width: "110px",
      cell: ({ environment }) => t(`environment.${environment}`),
    },
  ];
  return (
    <Table
      caption={t("title")}
      columns={columns}
      rows={apps}
      rowKey={({ id }) => id}
      empty={
        <Blank mark="unknown" title={t("empty.title")}>
          {t("empty.words")}
        </Blank>
      }
    />
  );
}
