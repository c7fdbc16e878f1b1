import Link from "next/link";
import { useTranslations } from "next-intl";
import type { ClerkKeyView, ConsumerLine, ConsumerState } from "@/lib/clerk-keys/shapes";
import type { RefusalCode } from "@/lib/core/errors";
import { inert } from "@/lib/core/text";
import { HeldAct } from "../keys/held-live";
import { useRefusal } from "../operation/use-refusal";
import type { StateName } from "../ui/mark";
import { Section } from "../ui/section";
import { State } from "../ui/state";
import { type Column, Table } from "../ui/table";

const marks: Record<ConsumerState, StateName> = {
  waiting: "unknown",
  failed: "down",
  deploying: "moving",
  unseen: "degraded",
  by_hand: "degraded",
  over: "ok",
  vouched: "ok",
};

/** Every app that holds a key: where it is set, what it reports, and what is missing. */
export function ConsumerTable({ view, admin }: { view: ClerkKeyView; admin: boolean }) {
  const t = useTranslations("clerkKeys.page");
  const names = useTranslations("operations.names.clerk-key.vouch");
  const say = useRefusal();
  const { fingerprint, rotation, consumers } = view;
  const columns: Column<ConsumerLine>[] = [
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
      key: "where",
      head: t("column.where"),
      onlyWide: true,
      cell: ({ serviceId, envKeys, hostedOn }) =>
        serviceId === null ? (
          t("byHand", { host: inert(hostedOn) })
        ) : (
          <span className="mono">{envKeys.join(", ")}</span>
        ),
    },
    {
      key: "reports",
      head: t("column.reports"),
      width: "190px",
      cell: ({ health }) => <Report health={health} old={fingerprint} fresh={rotation?.newFingerprint ?? null} />,
    },
    {
      key: "state",
      head: t("column.state"),
      width: "250px",
      cell: ({ app, state, vouchedBy, failure }) => (
        <>
          <State name={marks[state]}>{t(`state.${state}`, { by: inert(vouchedBy ?? "") })}</State>
          {state === "failed" && failure !== null ? (
            <p className="soft small">{say({ code: failure as RefusalCode }).sentence}</p>
          ) : null}
          {state === "deploying" || state === "failed" ? (
            <p className="small">
              <Link prefetch={false} href={`/deploys?app=${app}`}>
                {t("deploys")}
              </Link>
            </p>
          ) : null}
        </>
      ),
    },
    {
      key: "act",
      head: t("column.act"),
      width: "160px",
      align: "right",
      cell: ({ app, name, mayVouch }) =>
        mayVouch ? (
          <HeldAct
            operation="clerk-key.vouch"
            input={{ fingerprint, app }}
            risk="guarded"
            size="small"
            verb={names("verb")}
            title={names("title", { subject: inert(name) })}
            why={admin ? undefined : say({ code: "not_allowed" }).sentence}
          />
        ) : null,
    },
  ];
  return (
    <Section title={t("consumers")} aside={t("consumersAside")}>
      <Table
        caption={t("consumers")}
        columns={columns}
        rows={consumers}
        rowKey={({ app }) => app}
        empty={<p className="soft">{t("noConsumers")}</p>}
      />
    </Section>
  );
}

type ReportProps = Pick<ConsumerLine, "health"> & { old: string; fresh: string | null };

function Report({ health, old, fresh }: ReportProps) {
  const t = useTranslations("clerkKeys.page");
  if (health === "silent") return <State name="unknown">{t("silentHealth")}</State>;
  if (health === "none" || health.fingerprint === null) return <span className="soft">{t("noReport")}</span>;
  const { fingerprint } = health;
  return (
    <>
      <span className="mono">{fingerprint}</span>{" "}
      <span className="soft small">{fingerprint === old ? t("old") : fingerprint === fresh ? t("fresh") : null}</span>
    </>
  );
}
