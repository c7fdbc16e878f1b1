import { setTimeout as pause } from "node:timers/promises";
import { control } from "./control";
import { consoleRows } from "./rows";
import { restoreSheets } from "./sheets";
import { world } from "./world";

/** The people's roles as the sandbox seeds them. */
const seeded: Record<string, string[]> = {
  "mina@ops.example": ["responder"],
  "jae@ops.example": ["admin"],
  "ari@ops.example": ["admin"],
  "sol@ops.example": ["manager"],
  "theo@ops.example": [],
  "uma@ops.example": ["responder"],
};

/** No scenario, no fault, everybody in their seeded role and without preferences: what each test finds, and leaves behind. */
export async function calm(): Promise<void> {
  await control.startScenario("healthy");
  for (const [email, roles] of Object.entries(seeded)) await control.setRoles(email, roles);
  await consoleRows("DELETE FROM preferences");
  // What a test gave up on would show as a channel that is down.
  await consoleRows("DELETE FROM notice_deliveries WHERE state = 'dead'");
  await consoleRows("DELETE FROM notice_routes");
  // What is open stands in the way of whoever declares the same.
  await consoleRows("DELETE FROM incidents");
  // Who has a passkey is asked for it first: nobody has one, unless a test enrols it.
  await consoleRows("UPDATE passkeys SET removed_at = now() WHERE removed_at IS NULL");
  await consoleRows("DELETE FROM proof_locks");
  await consoleRows("DELETE FROM signals");
  // A code that a test used is on nobody's paper any more.
  await restoreSheets();
  // What the console remembers of roles is read anew.
  await consoleRows("UPDATE role_snapshots SET seen_at = now() - interval '1 minute'");
  await untilConsoleSees(true);
}

/** Whether a page is refused because Clerk is thought dead: the middleware has eyes of its own, and a token to renew makes it look. */
async function doorIsShut(): Promise<boolean> {
  const headers = { accept: "text/html", cookie: "__client_uat=1" };
  const { status } = await fetch(`${world().consoleUrl}/deliveries`, { headers, redirect: "manual" });
  return status === 503;
}

/** Waits until the console has noticed how Clerk is: it asks at most every 3 s. */
export async function untilConsoleSees(clerkAnswers: boolean): Promise<void> {
  const deadline = Date.now() + 8_000;
  // Who brings nothing is told to sign in, unless nobody can.
  while (((await fetch(`${world().consoleUrl}/api/live/shell`)).status === 503) === clerkAnswers) {
    if (Date.now() > deadline)
      throw new Error(`The console did not notice that Clerk ${clerkAnswers ? "answers" : "is down"}.`);
    await pause(100);
  }
  while ((await doorIsShut()) === clerkAnswers) {
    if (Date.now() > deadline) throw new Error("The middleware did not notice how Clerk is.");
    await pause(100);
  }
}
