"use client";

import { useTranslations } from "next-intl";
import { useSyncExternalStore } from "react";
import { curlOf, markdownOf } from "@/lib/deliveries/rules/copy-as";
import type { Delivery, Payload } from "@/lib/deliveries/shapes";
import { CopyButton } from "../ui/copy-button";

type Props = { delivery: Delivery; payload: Payload; url: string | null; cause: string | null };

/** A delivery for a shell, a chat or somebody else's browser. Masked values stay masked. */
export function Copies({ delivery, payload, url, cause }: Props) {
  const t = useTranslations("deliveries");
  const link = useHere(`/deliveries/${delivery.id}`);
  const { id, idempotencyKey, relyingParty, eventType, attempts, lastStatus, lastError, signingKid } = delivery;
  const facts: [string, string][] = [
    [t("column.relyingParty"), relyingParty.name],
    [t("column.event"), eventType],
    ...(cause === null ? [] : [[t("causePart.cause"), cause] as [string, string]]),
    [t("detail.lastAnswer"), lastStatus === null ? t("answer.none") : String(lastStatus)],
    [t("column.attempts"), String(attempts)],
    [t("detail.enqueued"), delivery.enqueuedAt],
    ...(delivery.dlqAt === null ? [] : [[t("detail.died"), delivery.dlqAt] as [string, string]]),
    [t("detail.idempotencyKey"), idempotencyKey],
    [t("detail.signedWith"), signingKid ?? "–"],
  ];
  const text = payload.segments.map((segment) => segment.text).join("");
  return (
    <p className="acts">
      {url === null ? null : (
        <CopyButton text={curlOf({ url, idempotencyKey, payload: text })}>{t("copies.curl")}</CopyButton>
      )}
      <CopyButton text={markdownOf({ title: id, link, facts, error: lastError })}>{t("copies.markdown")}</CopyButton>
      <CopyButton text={link}>{t("copies.link")}</CopyButton>
    </p>
  );
}

/** The address under which this console is open here; the path alone until the browser has it. */
const useHere = (path: string): string =>
  useSyncExternalStore(
    () => () => {},
    () => `${location.origin}${path}`,
    () => path,
  );
