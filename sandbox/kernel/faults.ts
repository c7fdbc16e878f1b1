import { type Fault, parseFault } from "./fault";
import type { Nonsense } from "./nonsense";
import { Refusal } from "./refusal";

export type { Fault } from "./fault";

/** What happens to one request. */
export type Verdict =
  | { fate: "served" | "outage" | "hang" | "reset" | "lost"; latencyMs: number }
  | { fate: "malformed"; kind: Nonsense; latencyMs: number }
  | { fate: "status"; status: number; retryAfterSeconds?: number; latencyMs: number };

/** The fault switchboard: one fault per name, where a name is a neighbour or `neighbour/part`. */
export type Faults = {
  /** Tells which neighbours there are, so that a misspelt name is refused. */
  declare(neighbour: string): void;
  neighbours(): string[];
  /** @throws Refusal `invalid_fault` or `unknown_neighbour` */
  set(name: string, fault: unknown): Fault;
  /** Takes back what `set` did; what is held stays. */
  clear(name?: string): void;
  /** A fault under those that are set by hand, for as long as somebody holds it. The latest holder counts. @returns its release */
  hold(name: string, fault: unknown): () => void;
  get(name: string): Fault | undefined;
  all(): Record<string, Fault>;
  /** Judges one request that falls under these names and counts it. */
  judge(names: string[]): Verdict;
  /** @returns a function that ends the subscription. */
  onChange(listener: (name: string) => void): () => void;
};

type Switch = { fault: Fault; seen: number; windowStart: number; inWindow: number };

export function createFaults(): Faults {
  const known = new Set<string>();
  const switches = new Map<string, Switch>();
  const held = new Map<string, Switch[]>();
  const effective = (name: string) => switches.get(name) ?? held.get(name)?.at(-1);
  const listeners = new Set<(name: string) => void>();
  const tell = (name: string) => {
    for (const listener of listeners) listener(name);
  };
  const neighbours = () => [...known].toSorted();
  const read = (name: string, input: unknown): Switch => {
    const owner = name.split("/")[0] ?? "";
    if (known.has(owner)) return { fault: parseFault(input), seen: 0, windowStart: 0, inWindow: 0 };
    const sentence = `There is no neighbour "${owner}"; there are: ${neighbours().join(", ")}.`;
    throw new Refusal(404, "unknown_neighbour", sentence);
  };
  return {
    declare: (neighbour) => void known.add(neighbour),
    neighbours,
    set(name, input) {
      const made = read(name, input);
      switches.set(name, made);
      tell(name);
      return made.fault;
    },
    hold(name, input) {
      const made = read(name, input);
      held.set(name, [...(held.get(name) ?? []), made]);
      tell(name);
      return () => {
        const others = (held.get(name) ?? []).filter((each) => each !== made);
        if (others.length > 0) held.set(name, others);
        else held.delete(name);
        tell(name);
      };
    },
    clear(name) {
      const names = name === undefined ? [...switches.keys()] : [name];
      for (const each of names) if (switches.delete(each)) tell(each);
    },
    get: (name) => effective(name)?.fault,
    all: () =>
      Object.fromEntries(
        [...new Set([...switches.keys(), ...held.keys()])].map((name) => [name, effective(name)?.fault ?? {}]),
      ),
    judge(names) {
      let latencyMs = 0;
      for (const name of names) {
        const found = effective(name);
        if (!found) continue;
        const verdict = judgeOne(found);
        latencyMs = Math.max(latencyMs, verdict.latencyMs);
        if (verdict.fate !== "served") return { ...verdict, latencyMs };
      }
      return { fate: "served", latencyMs };
    },
    onChange(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

function judgeOne(each: Switch): Verdict {
  const { fault } = each;
  const latencyMs = fault.latencyMs ?? 0;
  if (fault.outage) return { fate: "outage", latencyMs: 0 };
  if (isOverLimit(each))
    return { fate: "status", status: 429, retryAfterSeconds: fault.retryAfterSeconds ?? 1, latencyMs };
  if (!isUnlucky(each)) return { fate: "served", latencyMs };
  if (fault.hang) return { fate: "hang", latencyMs };
  if (fault.reset) return { fate: "reset", latencyMs };
  if (fault.answerLost) return { fate: "lost", latencyMs };
  if (fault.malformed)
    return { fate: "malformed", kind: fault.malformed === true ? "cut" : fault.malformed, latencyMs };
  const status = fault.status ?? (fault.errorShare === undefined ? undefined : 503);
  if (status === undefined) return { fate: "served", latencyMs };
  return { fate: "status", status, retryAfterSeconds: fault.retryAfterSeconds, latencyMs };
}

/** Every n-th request, without chance: a run repeats itself exactly. */
function isUnlucky(each: Switch): boolean {
  const share = each.fault.errorShare ?? 1;
  each.seen += 1;
  return Math.floor(each.seen * share) > Math.floor((each.seen - 1) * share);
}

function isOverLimit(each: Switch): boolean {
  const { rateLimit } = each.fault;
  if (rateLimit === undefined) return false;
  const limit = rateLimit === true ? 0 : rateLimit;
  // Below one request per second the window grows instead, so that 0.5 allows one in two seconds.
  const windowMs = limit > 0 && limit < 1 ? 1000 / limit : 1000;
  const now = Date.now();
  if (now - each.windowStart >= windowMs) {
    each.windowStart = now;
    each.inWindow = 0;
  }
  each.inWindow += 1;
  return each.inWindow > (limit > 0 ? Math.max(1, Math.floor(limit)) : 0);
}
