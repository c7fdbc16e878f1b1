import type { KeyRing, ServedSet } from "../shapes/key";
import type { Mismatch, MismatchCause, MismatchChecks } from "../shapes/mismatch";
import { adoptionOf } from "./adoption";
import { activeIn, isServed, keyIn } from "./life";

/**
 * Why a relying party answers that it does not know a kid: first what is ours to mend, then what is theirs.
 * @param refusedKids kids that its dead letters are bound to
 * @source IdP incident playbook, kid mismatch
 */
export function mismatchOf(
  ring: KeyRing,
  served: ServedSet | null,
  refusedKids: readonly string[],
  now: Date,
): Mismatch {
  const active = activeIn(ring);
  const [reader] = ring.readers;
  const seen = reader && active ? adoptionOf(reader, active.kid, now) : null;
  const checks: MismatchChecks = {
    answers: served !== null,
    activeServed: served === null || !active ? null : served.kids.includes(active.kid),
    fetchedSince: seen === null || seen.fetchedAt === null ? null : seen.knows === "known",
  };
  const withdrawn = refusedKids.some((kid) => {
    const key = keyIn(ring, kid);
    return key !== undefined && !isServed(key.state);
  });
  const { fetchedAt = null, knownBy = null } = seen ?? {};
  return {
    kid: active?.kid ?? null,
    checks,
    cause: causeOf(checks, { active: active !== undefined, withdrawn, knows: seen?.knows }),
    fetchedAt,
    knownBy,
  };
}

type Seen = { active: boolean; withdrawn: boolean; knows: "known" | "not_yet" | "overdue" | "never_seen" | undefined };

function causeOf(checks: MismatchChecks, { active, withdrawn, knows }: Seen): MismatchCause {
  if (!active) return "no_active_key";
  if (!checks.answers) return "set_silent";
  if (checks.activeServed === false) return "not_served";
  if (withdrawn) return "retired_too_early";
  if (knows === "not_yet") return "cache_allowed";
  if (knows === "overdue") return "cache_too_old";
  return knows === "known" ? "their_configuration" : "never_fetched";
}

/** Whether its dead letters would be taken now: it has fetched a set with the key in it, and none is bound to a key that is gone. */
export const mayReplayAfterRefresh = ({ cause }: Mismatch): boolean => cause === "their_configuration";
