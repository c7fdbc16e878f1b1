import "server-only";
import type { SystemActor } from "@/lib/access/actor";
import { trySignInPath } from "@/lib/connectors/clerk/sign-in-path";
import { seconds } from "@/lib/core/duration";
import { judgeSignIn } from "../../rules/judge-sign-in";
import type { Reading } from "../../shapes";

/** Nobody waits longer than this for a sign-in; a probe that times out has seen it fail. */
const deadlineMs = seconds(2);

/** Whether people can sign in to this console now. */
export async function probeConsoleClerk(_actor: SystemActor): Promise<Reading> {
  const startedAt = performance.now();
  const failures = await trySignInPath(deadlineMs);
  return { probe: "console_clerk", value: null, ...judgeSignIn(failures, Math.round(performance.now() - startedAt)) };
}
