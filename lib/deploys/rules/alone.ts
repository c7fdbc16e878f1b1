import type { Triage } from "@/lib/triage/shapes";

/**
 * Whether our own probes say sev1 and suspect that deploy of it: only then it may be rolled back without a second person. What a
 * person says of the incident does not count here.
 * @source design: access §2
 */
export const mayRollBackAlone = ({ suspectedDeploys }: Pick<Triage, "suspectedDeploys">, deploy: string): boolean =>
  suspectedDeploys
    .filter((each) => each.deploy === deploy) // guard: suspected-deploy
    .some(({ severity }) => severity === "sev1"); // guard: sev1-alone
