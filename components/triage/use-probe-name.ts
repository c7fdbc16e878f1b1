import { useTranslations } from "next-intl";
import { inert } from "@/lib/core/text";
import type { SignalKind } from "@/lib/signals/shapes";
import type { Named } from "@/lib/triage/rules/next-steps";
import { kindOf } from "@/lib/triage/shapes";

/** What a check is called. Of an app that is no longer known its id is said, and of a check that has no words its code. */
export function useProbeName(apps: readonly Named[]): (probe: string) => string {
  const [t, signal] = [useTranslations("triagePage.probe"), useTranslations("signals.kind")];
  return (probe) => {
    const kind = kindOf(probe);
    if (!kind || !t.has(kind)) return probe;
    const id = probe.slice(kind.length + 1);
    if (kind === "signal" && signal.has(id as SignalKind)) return t(kind, { name: signal(id as SignalKind) });
    return t(kind, { name: inert(apps.find((app) => app.id === id)?.name ?? id) });
  };
}
