import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import path from "node:path";
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from "vitest";
import type { Place } from "@/lib/operations/sessions/revoking";
import { control } from "../support/control";
import { ownerOf } from "../support/owner";
import { RevocationStage } from "../support/revocation-stage";
import { forgetRevocations } from "../support/revocations";

/** Processes that are killed, with the leases of production. */
const goesOnWithinMs = 30_000;
const places: Place[] = ["before revoke", "after revoke"];

let stage: RevocationStage;
const workers: ChildProcess[] = [];
beforeAll(async () => {
  stage = await RevocationStage.open();
});
afterAll(() => stage.close());
beforeEach(async () => {
  await control.resetCustomers();
  await forgetRevocations(ownerOf(stage.own));
});
afterEach(() => Promise.all(workers.map(kill)));

function worker(...args: string[]): ChildProcess {
  const child = fork(path.resolve(import.meta.dirname, "../support/revocation-child.ts"), args, {
    execArgv: ["--conditions=react-server", "--import", "tsx"],
    env: { ...stage.own.env, NODE_ENV: "production" },
  });
  workers.push(child);
  return child;
}

async function kill(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const closed = once(child, "exit");
  child.kill("SIGKILL");
  await closed;
}

it.each(places)(
  "a worker that is killed %s is taken over within half a minute, and nothing is counted twice or lost",
  async (place) => {
    const [{ active }, id, since] = [await control.customerSessions(), await stage.begun(), new Date()];
    const doomed = worker(place);
    await once(doomed, "message");
    await kill(doomed);
    const [killedAt, before] = [Date.now(), await stage.view(id)];
    worker();
    await expect
      .poll(async () => (await stage.view(id)).usersSeen, { timeout: goesOnWithinMs })
      .toBeGreaterThan(before.usersSeen);
    expect(Date.now() - killedAt).toBeLessThan(goesOnWithinMs);
    await expect.poll(async () => (await stage.view(id)).state, { timeout: goesOnWithinMs }).toBe("finished");
    expect(await stage.view(id)).toMatchObject({ revoked: active, gone: 0, failed: 0, left: 0, usersSeen: 300 });
    expect(await control.customerSessions()).toMatchObject({ active: 0 });
    const asked = (await control.journal({ neighbour: "clerk-managed", since }))
      .filter(({ method }) => method === "POST")
      .map(({ path: asks }) => asks);
    expect([asked.length, new Set(asked).size]).toEqual([active, active]);
  },
  100_000,
);
