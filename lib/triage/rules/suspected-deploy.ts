import { minutes } from "@/lib/core/duration";
import { kindOf } from "../shapes";
import type { Settled } from "./settle";

/** What goes wrong so soon after a deploy is thought to come from it. */
const suspectedForMs = minutes(30);
/** A deploy serves a little before the host says so, and is looked at a little after. */
const toleranceMs = minutes(2);

/** `probe` is the one that fails, for so long. */
export type Suspected = { probe: string; deploy: string; forMs: number };

/**
 * The deploys after which something began to fail: each of the app that fails, live since less than half an hour before the first bad
 * look. Where it is the identity provider's, it is that one alone: apps fail with it.
 * @param nowMs by the clock that the samples' ages were counted by
 */
export function suspectedDeploys(states: readonly Settled[], nowMs: number): Suspected[] {
  const failing = states.filter(
    ({ probe, status }) => status === "down" && ["idp_up", "app"].includes(kindOf(probe) ?? ""),
  );
  const suspected = failing.flatMap(({ probe, forMs }) => {
    const { deploy, deployedAt } = hostOf(probe, states)?.value ?? {};
    if (typeof deploy !== "string" || typeof deployedAt !== "string") return [];
    const [began, live] = [nowMs - forMs, Date.parse(deployedAt)];
    const fits = live <= began + toleranceMs && live >= began - suspectedForMs;
    return fits ? [{ probe, deploy, forMs }] : [];
  });
  const idp = suspected.find(({ probe }) => probe === "idp_up");
  return idp ? [idp] : suspected; // guard: idp-first
}

/** What the host says of the app that a probe looks at. */
const hostOf = (probe: string, states: readonly Settled[]): Settled | undefined =>
  states.find(
    (state) =>
      kindOf(state.probe) === "render" &&
      (probe === "idp_up" ? state.value?.role === "idp" : state.probe === probe.replace("app/", "render/")),
  );
