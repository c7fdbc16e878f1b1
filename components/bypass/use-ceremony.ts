"use client";

import { useReducer } from "react";
import { openBypass } from "@/app/actions";
import type { Typed } from "@/lib/bypass/rules/at-the-door";
import { overridePhrase } from "@/lib/bypass/rules/override-phrase";
import type { Wish } from "@/lib/bypass/shapes";
import type { Refusal } from "@/lib/core/errors";
import { unanswered } from "../operation/unanswered";
import type { PasskeyTrouble } from "../operation/use-passkey-proof";
import { signOpening } from "./sign-opening";

export type Opening = {
  doing: "idle" | "asking" | "opening";
  refusal: Refusal | null;
  trouble: PasskeyTrouble | null;
  /** Whether code and PIN were emptied by a refusal. */
  cleared: boolean;
};

const idle: Opening = { doing: "idle", refusal: null, trouble: null, cleared: false };

type Props = { next: string; clearSecrets: () => void };

/** The one knock at the door: a factor, why, and whether it is forced. */
export function useCeremony({ next, clearSecrets }: Props) {
  const [state, change] = useReducer((now: Opening, then: Partial<Opening>): Opening => ({ ...now, ...then }), idle);

  const open = async (typed: Typed, way: { forced: boolean; drill: boolean }): Promise<void> => {
    change({ ...idle, doing: typed.way === "passkey" ? "asking" : "opening" });
    const wish = wishOf(typed, way);
    const { code, pin } = typed;
    const factor = typed.way === "code" ? ({ kind: "code", code, pin } as const) : await signOpening(wish);
    if ("trouble" in factor) return change({ ...idle, trouble: factor.trouble });
    if ("refusal" in factor) return change({ ...idle, refusal: factor.refusal });
    change({ doing: "opening" });
    const opened = await openBypass({ ...wish, factor }).catch(unanswered);
    // The whole document anew: this one was drawn for nobody. It goes on as busy until it is gone.
    if (opened.ok) return window.location.assign(next);
    const cleared = typed.way === "code";
    if (cleared) clearSecrets();
    change({ ...idle, refusal: opened.refusal, cleared });
  };
  return { state, open };
}

/** The id is new for each knock: what a passkey signed, or a code was spent on, opens once. */
const wishOf = ({ email, reason, incident }: Typed, { forced, drill }: { forced: boolean; drill: boolean }): Wish => ({
  id: crypto.randomUUID(),
  email: email.trim(),
  reason: reason.trim(),
  incident: incident.trim() || null,
  override: forced ? overridePhrase : "",
  drill,
});
