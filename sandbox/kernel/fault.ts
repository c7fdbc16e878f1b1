import { NONSENSE, type Nonsense } from "./nonsense";
import { Refusal } from "./refusal";

/** How a neighbour misbehaves. Everything absent: it behaves. */
export type Fault = {
  /** Like a dead host: connections are dropped before a byte is answered. */
  outage?: boolean;
  /** Accepts the request, does nothing, never answers. */
  hang?: boolean;
  /** Does what was asked, then resets the connection in the middle of the answer. */
  reset?: boolean;
  /** Does what was asked, then cuts the connection before a byte is answered. */
  answerLost?: boolean;
  /** Answers with this status in the neighbour's own error shape, and does nothing. */
  status?: number;
  /** Waits this long before it does anything. */
  latencyMs?: number;
  /** Only this share of requests fails (0–1], evenly: 0.25 is every fourth. Alone it means status 503. */
  errorShare?: number;
  /** `Retry-After` of 429 and 503 answers. */
  retryAfterSeconds?: number;
  /**
   * Does what was asked, then answers something else: JSON that stops in the middle (`true` or `cut`), a page of HTML with 200, 50 MB,
   * a gzip bomb, a redirect to another host, or the right body as `application/octet-stream`.
   */
  malformed?: boolean | Nonsense;
  /** Requests allowed per second, the others get 429; `true` or 0 allows none. */
  rateLimit?: number | true;
};

type Check = (value: unknown) => string | undefined;

const flag: Check = (value) => (typeof value === "boolean" ? undefined : "must be true or false");
const between =
  (low: number, high: number, whole = true): Check =>
  (value) =>
    typeof value === "number" && value >= low && value <= high && (!whole || Number.isInteger(value))
      ? undefined
      : `must be ${whole ? "a whole number" : "a number"} from ${low} to ${high}`;

const CHECKS: Record<keyof Fault, Check> = {
  outage: flag,
  hang: flag,
  reset: flag,
  answerLost: flag,
  malformed: (value) =>
    typeof value === "boolean" || NONSENSE.includes(value as Nonsense)
      ? undefined
      : `must be true, false or one of ${NONSENSE.join(", ")}`,
  status: between(400, 599),
  latencyMs: between(0, 120_000),
  retryAfterSeconds: between(0, 86_400),
  errorShare: (value) =>
    typeof value === "number" && value > 0 && value <= 1 ? undefined : "must be a number above 0 and at most 1",
  rateLimit: (value) => (value === true ? undefined : between(0, 1_000_000, false)(value)),
};

/** @throws Refusal `invalid_fault` naming every key that is wrong. */
export function parseFault(input: unknown): Fault {
  if (typeof input !== "object" || input === null || Array.isArray(input)) {
    throw invalid("A fault is a JSON object.");
  }
  const problems = Object.entries(input).flatMap(([key, value]) => {
    const check = Object.hasOwn(CHECKS, key) ? CHECKS[key as keyof Fault] : undefined;
    const problem = check ? check(value) : `is unknown; a fault knows ${Object.keys(CHECKS).join(", ")}`;
    return problem ? [`${key} ${problem}`] : [];
  });
  if (problems.length > 0) throw invalid(`${problems.join("; ")}.`);
  if (Object.keys(input).length === 0) throw invalid("The fault is empty; DELETE clears a fault.");
  return { ...input } as Fault;
}

function invalid(sentence: string): Refusal {
  return new Refusal(400, "invalid_fault", sentence);
}
