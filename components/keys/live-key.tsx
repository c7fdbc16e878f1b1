"use client";

import Link from "next/link";
import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { inert } from "@/lib/core/text";
import { canGoOnInSpite } from "@/lib/keys/rules/next-act";
import type { KeyView } from "@/lib/keys/shapes/views";
import { useRefusal } from "../operation/use-refusal";
import { Amount } from "../ui/amount";
import { ButtonLink } from "../ui/button-link";
import { Fact, Facts } from "../ui/facts";
import { Note } from "../ui/note";
import { Section } from "../ui/section";
import { Time } from "../ui/time";
import { AdoptionBoard } from "./adoption-board";
import { BreakagePart } from "./breakage-part";
import { HeldAct, HeldLive } from "./held-live";
import { KeyTable } from "./key-table";
import { Life } from "./life";
import { MismatchPart } from "./mismatch-part";
import { ActInSpite, ActOnLeak, NextAct, PublishAct } from "./next-act";

type Props = { initial: KeyView; acts: boolean; admin: boolean; children?: ReactNode };

/** One key, kept fresh: what can be done with it, who has it, and who would break. @param props.children what is said beside it */
export function LiveKey({ initial, acts, admin, children }: Props) {
  return (
    <HeldLive view="key" query={{ kid: initial.key.kid }} initial={initial} pauseMs={5_000}>
      {(view) => (
        <KeyParts view={view} acts={acts} admin={admin}>
          {children}
        </KeyParts>
      )}
    </HeldLive>
  );
}

function KeyParts({ view, acts, admin, children }: Omit<Props, "initial"> & { view: KeyView }) {
  const t = useTranslations("keys");
  const { key, now, adoption, fetchesUnread, ifActivated, ifRetired, mismatch, refusalsUnread } = view;
  const isBoard = ["published", "active"].includes(key.state);
  return (
    <>
      <KeyFacts view={view} />
      <KeyActs view={view} acts={acts} admin={admin} />
      {refusalsUnread ? <Note kind="degraded">{t("mismatch.unread")}</Note> : null}
      {mismatch ? <MismatchPart mismatch={mismatch} acts={acts} now={now} /> : null}
      {isBoard ? <AdoptionBoard adoption={adoption} fetchesUnread={fetchesUnread} kid={key.kid} now={now} /> : null}
      {ifActivated ? <BreakagePart breaks={ifActivated} act="activate" now={now} /> : null}
      {ifRetired ? <BreakagePart breaks={ifRetired} act="retire" now={now} /> : null}
      {children}
      <Section title={t("others")}>
        <KeyTable caption={t("others")} rings={[view.ring]} admin={admin} now={now} empty={t("noOthers")} />
      </Section>
    </>
  );
}

function KeyFacts({ view: { key, now, of, uses, rotation } }: { view: KeyView }) {
  const t = useTranslations("keys");
  const when = (at: string | null): ReactNode => at && <Time at={at} now={now} />;
  const { dead, waiting } = key;
  return (
    <Section title={t("fact.section")}>
      <Facts>
        <Fact term={t("column.life")}>
          <Life state={key.state} />
        </Fact>
        <Fact term={t("fact.algorithm")}>{inert(key.algorithm)}</Fact>
        <Fact term={t("column.served")}>{key.served === null ? null : t(key.served ? "served.yes" : "served.no")}</Fact>
        <Fact term={t("fact.published")}>{when(key.publishedAt)}</Fact>
        <Fact term={t("fact.activated")}>{when(key.activatedAt)}</Fact>
        {key.graceUntil === null ? null : <Fact term={t("fact.graceUntil")}>{when(key.graceUntil)}</Fact>}
        {key.retiredAt === null ? null : <Fact term={t("fact.retired")}>{when(key.retiredAt)}</Fact>}
        {key.compromisedAt === null ? null : <Fact term={t("fact.compromised")}>{when(key.compromisedAt)}</Fact>}
        {of === "tokens" ? null : (
          <>
            <Fact term={t("fact.lastDelivery")}>{when(key.lastDeliveredAt)}</Fact>
            <Fact term={t("fact.waiting")}>{waiting === null ? null : <Amount value={waiting} />}</Fact>
            <Fact term={t("fact.dead")}>{dead === null ? null : <Amount value={dead} />}</Fact>
            <Fact term={t("fact.unassigned")}>{uses === null ? null : <Unassigned uses={uses} />}</Fact>
          </>
        )}
        {rotation === null ? null : (
          <Fact term={t("rotation.section")}>
            <Link prefetch={false} href={`/keys/rotation/${rotation}`}>
              {t("rotation.goOn")}
            </Link>
          </Fact>
        )}
      </Facts>
    </Section>
  );
}

function Unassigned({ uses }: { uses: NonNullable<KeyView["uses"]> }) {
  const none = uses.find(({ kid }) => kid === null);
  return <Amount value={(none?.waiting ?? 0) + (none?.dead ?? 0)} />;
}

function KeyActs({ view, acts, admin }: { view: KeyView; acts: boolean; admin: boolean }) {
  const t = useTranslations("keys");
  const names = useTranslations("operations.names.key.compromise");
  const say = useRefusal();
  const { key, name, now, compromise, of, ring } = view;
  const subject = name ?? "OIDC";
  const why = acts ? undefined : say({ code: "not_allowed" }).sentence;
  return (
    <Section title={t("acts.title")} aside={t("acts.aside")}>
      <div className="acts">
        {of === "tokens" ? null : (
          <HeldAct
            operation="key.compromise"
            input={{ kid: key.kid }}
            risk="emergency"
            verb={names("verb")}
            title={names("title", { subject: `${inert(subject)} ${inert(key.kid)}` })}
            why={compromise ? say(compromise).sentence : why}
          />
        )}
        {key.state === "active" ? <PublishAct of={of} subject={subject} next={ring.publish} admin={admin} /> : null}
        {key.next ? <NextAct next={key.next} kid={key.kid} subject={subject} admin={admin} now={now} /> : null}
        {key.next && canGoOnInSpite(key.next) && key.next.act !== "key.publish" ? (
          <ActInSpite act={key.next.act} kid={key.kid} subject={subject} admin={admin} />
        ) : null}
        {of === "tokens" && key.next && key.next.act !== "key.publish" && !key.next.open ? (
          <ActOnLeak act={key.next.act} kid={key.kid} subject={subject} admin={admin} />
        ) : null}
        {of === "tokens" || key.state === "compromised" ? null : (
          <ButtonLink prefetch={false} href={`/keys/${encodeURIComponent(key.kid)}?drill=now#drill`}>
            {t("drill.verb")}
          </ButtonLink>
        )}
      </div>
      {of === "tokens" && key.state !== "retired" ? (
        <p className="soft">{say({ code: "key_task_missing" }).sentence}</p>
      ) : null}
    </Section>
  );
}
