import type { Triage } from "@/lib/triage/shapes";
import type { Suspicion } from "../shapes";
import { mayRollBackAlone } from "./alone";

type Seen = Pick<Triage, "suspectedDeploys" | "evidence">;

/** What triage suspects of deploys, one for each app, with its evidence. */
export function suspicionsOf(seen: Seen): Suspicion[] {
  const { suspectedDeploys, evidence } = seen;
  const text = (value: unknown): string | null => (typeof value === "string" ? value : null);
  return suspectedDeploys.flatMap(({ deploy, probe, since }) => {
    const host = evidence.find((each) => each.probe.startsWith("render/") && each.value?.deploy === deploy);
    if (!host) return [];
    return [
      {
        app: host.probe.replace("render/", ""),
        deploy,
        deployedAt: text(host.value?.deployedAt),
        lastGreen: text(host.value?.lastGreen),
        probe,
        detail: evidence.find((each) => each.probe === probe)?.detail ?? null,
        failingSince: since,
        alone: mayRollBackAlone(seen, deploy),
      },
    ];
  });
}
