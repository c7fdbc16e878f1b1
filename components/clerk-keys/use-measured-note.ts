import { useTranslations } from "next-intl";
import type { ClerkKeyView, ConsumerLine } from "@/lib/clerk-keys/shapes";
import { inert } from "@/lib/core/text";

/** What this page has measured of a key, in the reader's words: what an incident begins with. Fingerprints only. */
export function useMeasuredNote({ fingerprint, now, rotation, consumers }: ClerkKeyView): string {
  const t = useTranslations("clerkKeys.page");
  const reports = ({ health }: ConsumerLine): string => {
    if (health === "silent") return t("silentHealth");
    const said = health === "none" ? null : health.fingerprint;
    return said === null ? t("noReport") : t("incident.reports", { fingerprint: said });
  };
  const fresh = rotation?.newFingerprint ?? null;
  return [
    t("incident.readAt", { fingerprint, at: minuteOf(now) }),
    ...(fresh === null || rotation?.madeAt == null
      ? []
      : [t("incident.made", { fresh, at: minuteOf(rotation.madeAt) })]),
    ...(rotation?.oldEndsAt == null ? [] : [t("incident.ends", { at: minuteOf(rotation.oldEndsAt) })]),
    ...consumers.map((each) =>
      t("incident.app", {
        app: inert(each.name),
        reports: reports(each),
        state: t(`state.${each.state}`, { by: inert(each.vouchedBy ?? "") }),
      }),
    ),
  ].join("\n");
}

/** A note is read in several zones. */
const minuteOf = (iso: string): string => `${iso.slice(0, 16).replace("T", " ")} UTC`;
