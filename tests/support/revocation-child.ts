import { setTimeout as pause } from "node:timers/promises";
import { systemActor } from "@/lib/access/system";
import { seconds } from "@/lib/core/duration";
import { performRoutine } from "@/lib/operations/perform/routine";
import { ClerkPace } from "@/lib/operations/sessions/clerk-pace";
import type { Revoking } from "@/lib/operations/sessions/revoking";
import { stepRevocation } from "@/lib/operations/sessions/step";
import { listOpenRevocations } from "@/lib/sessions/queries/open";

// A worker process of its own that advances revocations as the product's worker does, so that a test can kill it: [PLACE]. With a place it
// says when it has come there for the third time, and stays.
const [place] = process.argv.slice(2);
const actor = systemActor();
let been = 0;

const revoking: Revoking = {
  actor,
  pace: new ClerkPace(),
  callsPerSecond: 1_000,
  async perform(requestId, advance) {
    const input = { requestId, ...advance };
    await performRoutine(actor, actor.workerId, { operation: "revocation.advance", input });
  },
  async at(here) {
    if (here !== place || (been += 1) < 3) return;
    process.send?.(here);
    await new Promise(() => undefined);
  },
};

process.on("disconnect", () => process.exit());
for (;;) {
  for (const id of await listOpenRevocations(actor)) await stepRevocation(revoking, id).catch(() => undefined);
  await pause(seconds(0.5));
}
