"use client";

import { useTranslations } from "next-intl";
import { inert } from "@/lib/core/text";
import type { NextAct as Next } from "@/lib/keys/shapes/key";
import { useRefusal } from "../operation/use-refusal";
import { Time } from "../ui/time";
import { HeldAct } from "./held-live";

type Props = { next: Next; kid: string; subject: string; admin: boolean; now: string; size?: "small" | "medium" };

/** What comes next for a key: its button, or why not now and from when on. */
export function NextAct({ next: { act, open, refusal, earliest }, kid, subject, admin, now, size }: Props) {
  const names = useTranslations("operations.names");
  const t = useTranslations("keys");
  const say = useRefusal();
  if (refusal?.code === "key_too_early" && earliest !== null)
    return (
      <span className="soft">
        {t(`from.${act === "key.retire" ? "retire" : "activate"}`)} <Time at={earliest} now={now} shape="list" />
      </span>
    );
  const blocked = open ? undefined : refusal ? say(refusal).sentence : undefined;
  return (
    <HeldAct
      operation={act}
      input={{ kid }}
      risk="grave"
      size={size}
      verb={names(`${act}.verb`)}
      title={names(`${act}.title`, { subject: `${inert(subject)} ${inert(kid)}` })}
      why={admin ? blocked : say({ code: "not_allowed" }).sentence}
    />
  );
}

type InSpite = { act: "key.activate" | "key.retire"; kid: string; subject: string; admin: boolean };

/** The same although somebody was not seen to have the key: the sheet names who breaks, and asks for the reason. */
export function ActInSpite({ act, kid, subject, admin }: InSpite) {
  const names = useTranslations("operations.names");
  const t = useTranslations("keys.inSpite");
  const say = useRefusal();
  return (
    <HeldAct
      operation={act}
      input={{ kid, override: true }}
      risk="grave"
      verb={t(act === "key.activate" ? "activate" : "retire")}
      title={names(`${act}.title`, { subject: `${inert(subject)} ${inert(kid)}` })}
      why={admin ? undefined : say({ code: "not_allowed" }).sentence}
    />
  );
}

/** The same at once, because a key that signs tokens has leaked: nothing waits for the clock. The sheet names who breaks. */
export function ActOnLeak({ act, kid, subject, admin }: InSpite) {
  const names = useTranslations("operations.names");
  const t = useTranslations("keys.onLeak");
  const say = useRefusal();
  return (
    <HeldAct
      operation={act}
      input={{ kid, leaked: true }}
      risk="grave"
      verb={t(act === "key.activate" ? "activate" : "retire")}
      title={names(`${act}.title`, { subject: `${inert(subject)} ${inert(kid)}` })}
      why={admin ? undefined : say({ code: "not_allowed" }).sentence}
    />
  );
}

type PublishProps = { of: string; subject: string; next: Next; admin: boolean; size?: "small" | "medium" };

/** Begins a planned rotation. */
export function PublishAct({ of, subject, next, admin, size }: PublishProps) {
  const names = useTranslations("operations.names.key.publish");
  const say = useRefusal();
  const why = next.refusal ? say(next.refusal).sentence : undefined;
  return (
    <HeldAct
      operation="key.publish"
      input={{ of }}
      risk="grave"
      size={size}
      verb={names("verb")}
      title={names("title", { subject: inert(subject) })}
      why={admin ? why : say({ code: "not_allowed" }).sentence}
    />
  );
}
