import { minutes } from "@/lib/core/duration";
import type { Contradiction, ProbeName, Severity } from "../shapes";
import { isGraver } from "./override";
import type { Settled } from "./settle";
import type { Verdict } from "./verdict";

/** What looks at Clerk itself: what its page should know of. */
const oursOfClerk: readonly ProbeName[] = ["clerk_api", "clerk_frontend", "console_clerk"];

/** A page that is so little behind our first bad look is not late. */
const lateAfterMs = minutes(1);

type Told = {
  states: readonly Settled[];
  measured: Pick<Verdict, "severity" | "for" | "forMs">;
  /** The severity that a person holds against it, if somebody does. */
  overridden: Severity | null;
  /** By the clock that the states' ages were counted by. */
  nowMs: number;
};

/** Where two who should agree do not. They change no verdict: they are told beside it. */
export function contradictionsOf({ states, measured, overridden, nowMs }: Told): Contradiction[] {
  const graver: Contradiction[] =
    overridden !== null && isGraver(measured.severity, overridden)
      ? [{ kind: "measured_graver", probe: measured.for[0] ?? "worker", minutes: whole(measured.forMs) }]
      : [];
  return [...graver, ...ofThePage(states, nowMs)];
}

function ofThePage(states: readonly Settled[], nowMs: number): Contradiction[] {
  const page = states.find(({ probe }) => probe === "clerk_status_page");
  if (!page || page.status === "unknown" || page.status === "down") return [];
  const ours = states.filter(({ probe }) => oursOfClerk.includes(probe));
  const [longest] = ours.filter(({ status }) => status === "down").toSorted((one, other) => other.forMs - one.forMs);
  const openSince = Date.parse(String(page.value?.openSince ?? ""));
  const posted = Number.isNaN(openSince) ? null : openSince;
  if (!longest) {
    const fine = ours.length > 0 && ours.every(({ status }) => status === "ok");
    if (page.status === "ok" || !fine) return [];
    const forMs = posted === null ? page.forMs : nowMs - posted;
    return [{ kind: "page_trouble_while_fine", probe: page.probe, minutes: whole(forMs) }];
  }
  if (page.status === "ok" && posted === null)
    return [{ kind: "page_green_while_failing", probe: longest.probe, minutes: whole(longest.forMs) }];
  const lateMs = (posted ?? 0) - (nowMs - longest.forMs);
  return lateMs > lateAfterMs ? [{ kind: "page_posted_late", probe: longest.probe, minutes: whole(lateMs) }] : [];
}

const whole = (ms: number): number => Math.max(0, Math.floor(ms / minutes(1)));
