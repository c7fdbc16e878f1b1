import { minutes } from "@/lib/core/duration";
import { kindOf } from "../shapes";
import type { Settled } from "./settle";

/** What goes wrong so soon after a deploy is thought to come from it. */
const suspectedForMs = minutes(30);
/** A deploy serves a little before the host says so, and is looked at a little after. */
const toleranceMs = minutes(2);

/** `probe` is the one that fails since. */
export type Suspected = { probe: string; deploy: string };

/**
 * The deploy after which something began to fail: of the app that fails, live since less than half an hour before the first bad look.
 * The identity provider comes first.
 * @param nowMs by the clock that the samples' ages were counted by
 */
export function suspectedDeploy(states: readonly Settled[], nowMs: number): Suspected | null {
  const failing = states.filter(
    ({ probe, status }) => status === "down" && ["idp_up", "app"].includes(kindOf(probe) ?? ""),
  );
  const idpFirst = failing.toSorted((one, other) => Number(other.probe === "idp_up") - Number(one.probe === "idp_up"));
  for (const { probe, forMs } of idpFirst) {
    const { deploy, deployedAt } = hostOf(probe, states)?.value ?? {};
    if (typeof deploy !== "string" || typeof deployedAt !== "string") continue;
    const [began, live] = [nowMs - forMs, Date.parse(deployedAt)];
    if (live <= began + toleranceMs && live >= began - suspectedForMs) return { probe, deploy };
  }
  return null;
}

/** What the host says of the app that a probe looks at. */
const hostOf = (probe: string, states: readonly Settled[]): Settled | undefined =>
  states.find(
    (state) =>
      kindOf(state.probe) === "render" &&
      (probe === "idp_up" ? state.value?.role === "idp" : state.probe === probe.replace("app/", "render/")),
  );
