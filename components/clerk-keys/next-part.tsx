"use client";

import Link from "next/link";
import { useTranslations } from "next-intl";
import { useState } from "react";
import type { ClerkKeyView } from "@/lib/clerk-keys/shapes";
import { longestOverlapHours } from "@/lib/clerk-keys/shapes";
import { inert } from "@/lib/core/text";
import { HeldAct } from "../keys/held-live";
import { useRefusal } from "../operation/use-refusal";
import { Field } from "../ui/field";
import { Note } from "../ui/note";
import { Section } from "../ui/section";
import { SelectInput } from "../ui/select-input";
import { Tick } from "../ui/tick";
import { Time } from "../ui/time";
import { OldKeyForm, PasteForm } from "./confided-forms";

type Props = { view: ClerkKeyView; admin: boolean };

/** Where it is, until when it has to be over, and the act that comes next. */
export function NextPart({ view, admin }: Props) {
  const t = useTranslations("clerkKeys.page");
  const { stage, known, fingerprint, rotation, asked, lapsed, now } = view;
  const fresh = rotation?.newFingerprint ?? "";
  const ends = rotation?.endedAt === null ? rotation.oldEndsAt : null;
  return (
    <Section title={t("next")} aside={t("nextAside")}>
      <div className="clerk-key-next">
        <p>{known ? t(`stage.${stage}`, { fresh, fingerprint }) : t("notKnown")}</p>
        {lapsed && stage !== "ended" ? (
          <Note kind="down" lead={t("lapsed")} />
        ) : ends ? (
          <Note kind={stage === "spreading" ? "degraded" : "plain"}>
            {t("endsAt")} <Time at={ends} now={now} shape="instant" />. {t("endsNote")}
          </Note>
        ) : null}
        {asked.map(({ requestId, by }) => (
          <Note
            key={requestId}
            kind="moving"
            lead={t("asked", { by: inert(by) })}
            actions={
              <Link prefetch={false} href={`/operations/${requestId}`}>
                {t("openRequest")}
              </Link>
            }
          />
        ))}
        {known ? <Acts view={view} admin={admin} /> : null}
        {rotation ? <p className="soft">{t("leave", { by: inert(rotation.by) })}</p> : null}
      </div>
    </Section>
  );
}

function Acts({ view, admin }: Props) {
  const say = useRefusal();
  const names = useTranslations("operations.names.clerk-key");
  const { stage, fingerprint, ownIsOld, lapsed } = view;
  const why = admin ? undefined : say({ code: "not_allowed" }).sentence;
  const closes = stage === "released" || (lapsed && stage !== "ended");
  const close = (
    <HeldAct
      operation="clerk-key.close"
      input={{ fingerprint }}
      risk="guarded"
      verb={names("close.verb")}
      title={names("close.title", { subject: fingerprint })}
      why={why}
    />
  );
  return (
    <>
      {["new", "making", "spreading"].includes(stage) ? <SpreadActs view={view} why={why} /> : null}
      {stage === "ready" ? <ReleaseAct fingerprint={fingerprint} why={why} /> : null}
      {!closes ? null : ownIsOld ? (
        <div className="acts">{close}</div>
      ) : (
        <OldKeyForm fingerprint={fingerprint} why={why} />
      )}
    </>
  );
}

function SpreadActs({ view, why }: { view: ClerkKeyView; why: string | undefined }) {
  const t = useTranslations("clerkKeys.page");
  const names = useTranslations("operations.names.clerk-key.replace");
  const say = useRefusal();
  const [hours, setHours] = useState(longestOverlapHours);
  const { fingerprint, platform, stage, goesOn, rotation } = view;
  const idle = rotation?.newFingerprint != null && !goesOn ? say({ code: "nothing_to_change" }).sentence : undefined;
  const choices = [24, 48, 72].map((count) => ({ value: String(count), label: t("hours", { count }) }));
  const pasted = rotation?.madeIn === "dashboard";
  return (
    <>
      {platform && !pasted ? (
        <div className="clerk-key-acts">
          {rotation?.newFingerprint == null ? (
            <Field label={t("overlap")}>
              {(control) => (
                <SelectInput
                  {...control}
                  options={choices}
                  value={String(hours)}
                  onChange={(event) => setHours(Number(event.target.value))}
                />
              )}
            </Field>
          ) : null}
          <div className="acts">
            <HeldAct
              operation="clerk-key.replace"
              input={{ fingerprint, overlapHours: hours }}
              risk="grave"
              verb={stage === "new" ? names("verb") : t("goOn")}
              title={names("title", { subject: fingerprint })}
              why={why ?? idle}
            />
          </div>
        </div>
      ) : null}
      <PasteForm fingerprint={fingerprint} why={why} />
    </>
  );
}

function ReleaseAct({ fingerprint, why }: { fingerprint: string; why: string | undefined }) {
  const t = useTranslations("clerkKeys.page");
  const names = useTranslations("operations.names.clerk-key.release");
  const [seen, setSeen] = useState(false);
  return (
    <>
      <Tick label={t("lastUsed")} ticked={seen} onTick={() => setSeen(!seen)}>
        {t("lastUsed")}
      </Tick>
      <div className="acts">
        <HeldAct
          operation="clerk-key.release"
          input={{ fingerprint, lastUsedSeen: true }}
          risk="grave"
          verb={names("verb")}
          title={names("title", { subject: fingerprint })}
          why={why ?? (seen ? undefined : t("lastUsed"))}
        />
      </div>
    </>
  );
}
