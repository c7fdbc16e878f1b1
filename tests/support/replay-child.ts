import { setTimeout as pause } from "node:timers/promises";
import { systemActor } from "@/lib/access/system";
import { seconds } from "@/lib/core/duration";
import { performRoutine } from "@/lib/operations/perform/routine";
import { stepReplay } from "@/lib/operations/replays/step";
import { fence, type Stepping } from "@/lib/operations/replays/stepping";
import { listOpenReplays } from "@/lib/replays/queries/advance";

// A worker process of its own that advances replays as the product's worker does, so that a test can kill it: [PLACE REQUEST]. With a
// place it advances that replay alone, says when it comes there, and stays.
const [place, only] = process.argv.slice(2);
const actor = systemActor();

const stepping: Stepping = {
  actor,
  fence,
  async perform(requestId, settle) {
    const input = { requestId, ...settle };
    await performRoutine(actor, actor.workerId, { operation: "replay.advance", input });
  },
  async at(here) {
    if (here !== place) return;
    process.send?.(here);
    await new Promise(() => undefined);
  },
};

async function pass(): Promise<boolean> {
  let well = true;
  for (const id of await listOpenReplays(actor))
    if (only === undefined || id === only) await stepReplay(stepping, id).catch(() => (well = false));
  return well;
}

process.on("disconnect", () => process.exit());
for (;;) await pause((await pass().catch(() => false)) ? seconds(0.5) : seconds(5));
