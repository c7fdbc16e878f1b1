import { useTranslations } from "next-intl";
import type { TriedAttempt } from "@/lib/bypass/shapes";
import { Section } from "../ui/section";
import { type Column, Table } from "../ui/table";
import { Time } from "../ui/time";

/** Who stood at the door and was not let in. Which of name, code or PIN was wrong, nobody is told. */
export function RefusedAttempts({ attempts, now }: { attempts: readonly TriedAttempt[]; now: string }) {
  const t = useTranslations("bypass.attempts");
  const columns: Column<TriedAttempt>[] = [
    { key: "who", head: t("who"), width: "180px", cell: ({ personName }) => personName ?? t("notEnrolled") },
    { key: "at", head: t("at"), width: "190px", cell: ({ at }) => <Time at={at} now={now} shape="list" /> },
    {
      key: "factor",
      head: t("factor"),
      width: "150px",
      cell: ({ factor }) => t(factor === "passkey" ? "byPasskey" : "byCode"),
    },
    { key: "outcome", head: t("outcome"), cell: ({ outcome }) => <code>{outcome}</code> },
  ];
  return (
    <Section title={t("title")} aside={t("window")}>
      <Table
        caption={t("title")}
        columns={columns}
        rows={attempts}
        rowKey={({ id }) => id}
        tight
        empty={<p className="soft">{t("nobody")}</p>}
      />
    </Section>
  );
}
