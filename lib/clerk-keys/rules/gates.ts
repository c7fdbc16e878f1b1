import { ok, type Result, refuse } from "@/lib/core/errors";
import type { ClerkKeyView } from "../shapes";
import { isOver, workAt } from "./consumers";

/** Whether another round of making, setting and deploying may be asked for. */
export function maySpread(view: ClerkKeyView, now: Date, fresh: string | null): Result<true> {
  // A new key that nobody would get is one more to lose.
  if (!view.known || view.consumers.length === 0) return refuse("clerk_key_not_found");
  if (view.stage === "released" || view.stage === "ended") return refuse("clerk_key_wrong_stage");
  const keys = { old: view.fingerprint, fresh };
  const idle = fresh !== null && view.consumers.every((each) => workAt(each, keys, now) === null);
  return idle && fresh === view.rotation?.newFingerprint ? refuse("nothing_to_change") : ok(true);
}

/** Whether the old key may be deleted: every app is over, and this read of them says so. */
export function mayRelease(view: ClerkKeyView): Result<true> {
  if (view.stage === "new" || view.stage === "making") return refuse("clerk_key_wrong_stage");
  if (view.stage === "released" || view.stage === "ended") return refuse("clerk_key_wrong_stage");
  const behind = view.consumers.filter((each) => !isOver(each));
  const [first] = behind;
  if (first) return refuse("clerk_key_consumer_behind", { app: first.name, count: behind.length }); // guard: everyone-over
  const cut = view.consumers.find(({ health }) => typeof health === "object" && health.clerkReachable === false);
  if (cut) return refuse("clerk_key_consumer_behind", { app: cut.name, count: 1 }); // guard: clerk-reached
  return ok(true);
}

/** Whether it may be asked if the old key still answers: it was released, or it has ended by itself. */
export const mayClose = ({ stage, lapsed }: ClerkKeyView): Result<true> =>
  stage === "released" || (lapsed && stage !== "ended") ? ok(true) : refuse("clerk_key_wrong_stage");
