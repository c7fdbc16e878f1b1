import Link from "next/link";
import { useTranslations } from "next-intl";
import { inert } from "@/lib/core/text";
import type { OwnKeyLine, SecretKeyLine } from "@/lib/keys/shapes/views";
import { Section } from "../ui/section";
import { State } from "../ui/state";
import { type Column, Table } from "../ui/table";
import { Time } from "../ui/time";

/** Clerk secret keys by the fingerprint that each app reports of the one that it uses. */
export function SecretKeys({ lines, now }: { lines: readonly SecretKeyLine[]; now: string }) {
  const t = useTranslations("keys.secrets");
  const columns: Column<SecretKeyLine>[] = [
    {
      key: "app",
      head: t("column.app"),
      cell: ({ app, name }) => (
        <Link prefetch={false} href={`/settings/apps/${app}`}>
          {inert(name)}
        </Link>
      ),
    },
    {
      key: "fingerprint",
      head: t("column.fingerprint"),
      width: "170px",
      cell: ({ fingerprint, clerkInstance }) =>
        fingerprint === null ? (
          <State name="unknown">{t("notReported")}</State>
        ) : clerkInstance !== "managed" ? (
          <span className="mono">{fingerprint}</span>
        ) : (
          <Link prefetch={false} className="mono" href={`/keys/secret/${fingerprint}`}>
            {fingerprint}
          </Link>
        ),
    },
    {
      key: "instance",
      head: t("column.instance"),
      width: "150px",
      cell: ({ clerkInstance }) => t(`instance.${clerkInstance}`),
    },
    {
      key: "variables",
      head: t("column.variables"),
      onlyWide: true,
      cell: ({ envKeys }) => envKeys.length > 0 && <span className="mono">{envKeys.join(", ")}</span>,
    },
    {
      key: "seen",
      head: t("column.seen"),
      width: "190px",
      align: "right",
      cell: ({ observedAt }) => observedAt && <Time at={observedAt} now={now} shape="list" />,
    },
  ];
  return (
    <Section title={t("title")} aside={t("aside")}>
      <Table
        caption={t("title")}
        columns={columns}
        rows={lines}
        rowKey={({ app }) => app}
        empty={<p className="soft">{t("none")}</p>}
      />
    </Section>
  );
}

/** What the console itself signs and seals with, by name and fingerprint. */
export function OwnKeys({ lines }: { lines: readonly OwnKeyLine[] }) {
  const t = useTranslations("keys.own");
  const columns: Column<OwnKeyLine>[] = [
    { key: "name", head: t("column.name"), cell: ({ name }) => <span className="mono">{name}</span> },
    { key: "what", head: t("column.what"), cell: ({ name }) => t(`what.${name}`) },
    {
      key: "fingerprint",
      head: t("column.fingerprint"),
      width: "170px",
      align: "right",
      cell: ({ fingerprint }) => <span className="mono">{fingerprint}</span>,
    },
  ];
  return (
    <Section title={t("title")} aside={t("aside")}>
      <Table caption={t("title")} columns={columns} rows={lines} rowKey={({ name }) => name} />
    </Section>
  );
}
