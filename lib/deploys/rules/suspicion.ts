import type { Triage } from "@/lib/triage/shapes";
import type { Suspicion } from "../shapes";
import { mayRollBackAlone } from "./alone";

type Seen = Pick<Triage, "category" | "severity" | "since" | "also" | "suspectedDeploy" | "evidence" | "override">;

/** What triage suspects of a deploy, with its evidence; null while it suspects none. */
export function suspicionOf(seen: Seen): Suspicion | null {
  const { suspectedDeploy: deploy, evidence } = seen;
  const host = evidence.find(({ probe, value }) => probe.startsWith("render/") && value?.deploy === deploy);
  if (deploy === null || !host) return null;
  const app = host.probe.replace("render/", "");
  const probe = host.value?.role === "idp" ? "idp_up" : `app/${app}`;
  const first = { category: (seen.override?.measured ?? seen).category, since: seen.since };
  const bad = [first, ...seen.also].find(({ category }) => category === "bad_deploy");
  const text = (value: unknown): string | null => (typeof value === "string" ? value : null);
  return {
    app,
    deploy,
    deployedAt: text(host.value?.deployedAt),
    lastGreen: text(host.value?.lastGreen),
    probe,
    detail: evidence.find((each) => each.probe === probe)?.detail ?? null,
    failingSince: bad?.since ?? null,
    alone: mayRollBackAlone(seen, deploy),
  };
}
