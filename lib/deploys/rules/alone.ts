import type { Triage } from "@/lib/triage/shapes";

type Seen = Pick<Triage, "category" | "severity" | "also" | "suspectedDeploy" | "override">;

/**
 * Whether our own probes say sev1 and suspect that deploy: only then it may be rolled back without a second person. What a person
 * says of the incident does not count here.
 * @source design: access §2
 */
export function mayRollBackAlone(seen: Seen, deploy: string): boolean {
  if (seen.suspectedDeploy !== deploy) return false; // guard: suspected-deploy
  const measured = seen.override?.measured ?? seen; // guard: measured-verdict
  return [measured, ...seen.also].some(({ category, severity }) => category === "bad_deploy" && severity === "sev1"); // guard: sev1-alone
}
