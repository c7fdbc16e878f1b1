import { createHash } from "node:crypto";
import { canonical } from "@/lib/core/canonical";
import { ok, type Result, refuse } from "@/lib/core/errors";
import { failingForSeconds, type Opener, type Wish } from "../shapes";
import { overridePhrase } from "./override-phrase";

/** What is known of the outage when somebody stands at the door. */
export type Circumstances = {
  /** For how long our own probes have seen the console Clerk fail without a break; null when they do not, or when nobody probes. */
  failingSeconds: number | null;
  /** CLERK_EMERGENCY_BYPASS. */
  flag: boolean;
  /** What the holder typed, if anything. */
  override: string;
  /** The person began a drill and asks for that. */
  drill: boolean;
};

/** What lets the ceremony take place; null when nothing does. It admits nobody by itself. */
export function openerOf({ failingSeconds, flag, override, drill }: Circumstances): Opener | null {
  if (drill) return "drill";
  if (failingSeconds !== null && failingSeconds >= failingForSeconds) return "probes";
  if (flag) return "flag";
  return override === overridePhrase ? "override" : null;
}

/** Failed attempts in the last 15 minutes, and since when in seconds the oldest of them that counts. @source design: access §6 */
export type Failures = { here: number; everywhere: number; addressKnown: boolean; secondsUntilOneLess: number };

export const failuresLimits = { minutes: 15, here: 5, everywhere: 20 } as const;

/**
 * Whether a printed code may be tried now. Passkeys are never limited: nobody guesses one, and somebody has to get in.
 * @refuses bypass_limited
 */
export function mayTryCode({ here, everywhere, addressKnown, secondsUntilOneLess }: Failures): Result<true> {
  const limited = here >= failuresLimits.here || (everywhere >= failuresLimits.everywhere && !addressKnown);
  return limited ? refuse("bypass_limited", { retryAfterSeconds: Math.max(1, secondsUntilOneLess) }) : ok(true);
}

/** What a passkey signs of an opening: everything that its person typed, and nothing else can be opened with it. Hex. */
export const wishDigest = (wish: Wish): string => createHash("sha256").update(canonical(wish)).digest("hex");
