import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { PersonActor } from "@/lib/access/actor";
import { systemActor } from "@/lib/access/system";
import { performRoutine } from "@/lib/operations/perform/routine";
import { listRaisedSignals } from "@/lib/signals/queries/list-raised";
import { codeOf, must, newRef } from "../support/acts";
import { enterOwnConsole, type OwnConsole } from "../support/own-console";
import { ownerOf } from "../support/owner";
import { ari, mina, sol } from "../support/people";
import { aReport, keptSignal } from "../support/signals";

let own: OwnConsole;
let [responder, admin, manager] = [] as unknown as PersonActor[];
beforeAll(async () => {
  own = await enterOwnConsole();
  for (const [place, person] of [await mina(), await ari(), await sol()].entries()) {
    const actor = await person.actor();
    if (place === 0) responder = actor;
    else if (place === 1) admin = actor;
    else manager = actor;
  }
});
afterAll(() => own.close());

const perform = (actor: PersonActor | undefined, operation: string, input: unknown) => {
  if (!actor) throw new Error("nobody");
  return performRoutine(actor, newRef(), { operation, input });
};
const later = (seconds = 60) => new Date(Date.now() + seconds * 1_000).toISOString();
const standing = async (id: string) => (await listRaisedSignals(systemActor())).some((signal) => signal.id === id);

async function raised(
  changes: Record<string, unknown> = {},
): Promise<{ id: string; report: ReturnType<typeof aReport> }> {
  const report = aReport(changes);
  const { outcome } = must(await perform(responder, "signal.raise", report));
  return { id: String(outcome.facts?.signalId), report };
}

describe("clearing a signal by hand", () => {
  const reason = "Its owner has revoked the key.";

  it("takes it off the evidence, and keeps who did it and why", async () => {
    const { id } = await raised();
    expect(await standing(id)).toBe(true);
    must(await perform(admin, "signal.clear", { id, reason }));
    expect(await standing(id)).toBe(false);
    const { rows } = await own.owner.query("SELECT state, cleared_by, cleared_reason FROM signals WHERE id = $1", [id]);
    expect(rows).toEqual([{ state: "cleared", cleared_by: admin?.personId, cleared_reason: reason }]);
  });

  it("holds against reports that were on their way, and against no newer one", async () => {
    const { id, report } = await raised();
    must(await perform(admin, "signal.clear", { id, reason }));
    must(await perform(responder, "signal.raise", report));
    expect(await standing(id)).toBe(false);
    must(await perform(responder, "signal.raise", { ...report, observedAt: later() }));
    expect(await standing(id)).toBe(true);
  });

  it("is done once, while it stands, by a responder or an admin", async () => {
    const { id } = await raised();
    expect(codeOf(await perform(manager, "signal.clear", { id, reason }))).toBe("not_allowed");
    must(await perform(responder, "signal.clear", { id, reason }));
    expect(codeOf(await perform(responder, "signal.clear", { id, reason }))).toBe("signal_not_raised");
    const faded = await keptSignal(ownerOf(own), { email: "mina@ops.example", heardHoursAgo: 25 });
    expect(codeOf(await perform(responder, "signal.clear", { id: faded, reason }))).toBe("signal_not_raised");
    expect(codeOf(await perform(responder, "signal.clear", { id: randomUUID(), reason }))).toBe("signal_not_found");
  });
});

describe("a report", () => {
  it("of another person's is not taken back by who knows its names", async () => {
    const { id, report } = await raised();
    const theirs = { ...report, observedAt: later() };
    expect(codeOf(await perform(admin, "signal.withdraw", theirs))).toBe("signal_not_found");
    expect(await standing(id)).toBe(true);
    must(await perform(responder, "signal.withdraw", theirs));
    expect(await standing(id)).toBe(false);
  });

  it("from the future is refused, but for a clock that is a little ahead", async () => {
    expect(codeOf(await perform(responder, "signal.raise", aReport({ observedAt: later(360) })))).toBe("invalid_input");
    expect(codeOf(await perform(responder, "signal.raise", aReport({ observedAt: later(240) })))).toBe("ok");
  });

  it("more is refused when a hundred stand in one person's name, until one is over", async () => {
    await own.owner.query(
      `INSERT INTO signals (id, kind, source, reference, subject, note, state, person_id, observed_at)
       SELECT gen_random_uuid(), 'one_person', 'desk', n::text, 'x', '', 'raised', $1, now() FROM generate_series(1, 100) AS n`,
      [admin?.personId],
    );
    expect(codeOf(await perform(admin, "signal.raise", aReport()))).toBe("too_many_signals");
    await own.owner.query(
      "UPDATE signals SET heard_at = now() - interval '25 hours' WHERE source = 'desk' AND reference = '1'",
    );
    expect(codeOf(await perform(admin, "signal.raise", aReport()))).toBe("ok");
  });
});
