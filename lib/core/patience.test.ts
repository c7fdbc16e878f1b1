import { setTimeout as pause } from "node:timers/promises";
import { describe, expect, it } from "vitest";
import { deadline, within } from "./patience";

/** An answer that takes a few turns to be read, as those of a socket or of a worker thread do. */
async function inTurns(count: number): Promise<string> {
  for (let turn = 0; turn < count; turn += 1) await pause(5);
  return "answered";
}

function standStill(forMs: number): void {
  const until = performance.now() + forMs;
  while (performance.now() < until);
}

describe("within", () => {
  it("gives what came in time, at once too", async () => {
    await expect(within(500, inTurns(2))).resolves.toBe("answered");
    await expect(within(500, "held already")).resolves.toBe("held already");
  });

  it("gives nothing for what fails, and does not wait for it", async () => {
    const startedAt = performance.now();
    await expect(within(60_000, Promise.reject(new Error("refused")))).resolves.toBeNull();
    expect(performance.now() - startedAt).toBeLessThan(30_000);
  });

  it("gives up what never comes, not before its time", async () => {
    const startedAt = performance.now();
    await expect(within(250, new Promise(() => undefined))).resolves.toBeNull();
    expect(performance.now() - startedAt).toBeGreaterThanOrEqual(245);
  });

  it("does not take a moment in which the process itself stood still for the other's silence", async () => {
    const answer = within(400, inTurns(4));
    standStill(600);
    await expect(answer).resolves.toBe("answered");
  });
});

describe("deadline", () => {
  it("aborts when its time is over, and not when it was called off", async () => {
    const [kept, left] = [deadline(150), deadline(150)];
    left.off();
    await pause(400);
    expect([kept.signal.aborted, left.signal.aborted]).toEqual([true, false]);
  });
});
