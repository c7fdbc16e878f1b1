"use client";

import Link from "next/link";
import { useTranslations } from "next-intl";
import type { ClerkKeyStep, ClerkKeyView } from "@/lib/clerk-keys/shapes";
import { inert } from "@/lib/core/text";
import type { DeclarePrefill } from "@/lib/incidents/shapes";
import { HeldLive } from "../keys/held-live";
import { RequestState } from "../operation/request-state";
import { Section } from "../ui/section";
import { type Column, Table } from "../ui/table";
import { Time } from "../ui/time";
import { AroundPart } from "./around-part";
import { ClerkKeyPosts } from "./clerk-key-posts";
import { ConsumerTable } from "./consumer-table";
import { NextPart } from "./next-part";

type Props = {
  initial: ClerkKeyView;
  admin: boolean;
  /** The incident of this kind that is open; else what one is declared with. */
  incident: string | null;
  prefill: DeclarePrefill;
};

/** The replacement of a Clerk secret key, kept fresh: how far it is, what comes next, how far each app is, who did what. */
export function LiveClerkKey({ initial, admin, incident, prefill }: Props) {
  return (
    <HeldLive view="clerk-key" query={{ fingerprint: initial.fingerprint }} initial={initial} pauseMs={5_000}>
      {(view) => (
        <>
          {view.known ? <ClerkKeyPosts view={view} /> : null}
          <NextPart view={view} admin={admin} />
          <ConsumerTable view={view} admin={admin} />
          <AroundPart view={view} incident={incident} prefill={prefill} />
          {view.rotation ? <History steps={view.rotation.steps} now={view.now} /> : null}
        </>
      )}
    </HeldLive>
  );
}

function History({ steps, now }: { steps: readonly ClerkKeyStep[]; now: string }) {
  const t = useTranslations("clerkKeys.page");
  const columns: Column<ClerkKeyStep>[] = [
    {
      key: "act",
      head: t("steps"),
      cell: ({ act, requestId }) => (
        <Link prefetch={false} href={`/operations/${requestId}`}>
          {t(`act.${act}`)}
        </Link>
      ),
    },
    { key: "by", head: t("by"), width: "150px", cell: ({ by }) => inert(by) },
    { key: "at", head: t("at"), width: "190px", cell: ({ at }) => <Time at={at} now={now} shape="list" /> },
    {
      key: "state",
      head: t("stateOf"),
      width: "150px",
      align: "right",
      cell: ({ state }) => <RequestState state={state} />,
    },
  ];
  return (
    <Section title={t("history")}>
      <Table caption={t("history")} columns={columns} rows={steps} rowKey={({ requestId }) => requestId} />
    </Section>
  );
}
