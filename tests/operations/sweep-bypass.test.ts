import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { systemActor } from "@/lib/access/system";
import { performRoutine } from "@/lib/operations/perform/routine";
import { codeOf, newRef, stored } from "../support/acts";
import { Outbox } from "../support/deliveries";
import { forgetGrants, heldGrant } from "../support/grants";
import { enterOwnConsole, type OwnConsole } from "../support/own-console";
import { ari, mina } from "../support/people";
import { recorded } from "../support/record";
import { type Past, seenOfClerk } from "../support/samples";

let own: OwnConsole;
let outbox: Outbox;
const worker = systemActor();
const query = async <Row>(sql: string, values: unknown[] = []) => (await own.owner.query(sql, values)).rows as Row[];

beforeAll(async () => {
  own = await enterOwnConsole();
  outbox = new Outbox();
  for (const person of [await mina(), await ari()]) await person.actor();
});
afterAll(async () => {
  await outbox.close();
  await own.close();
});
beforeEach(async () => {
  await forgetGrants(query);
  await query("TRUNCATE probe_samples");
  await query("DELETE FROM reviews");
  await query("TRUNCATE notices CASCADE");
});

async function sweep(): Promise<unknown[]> {
  const ref = newRef();
  expect(codeOf(await performRoutine(worker, ref, { operation: "bypass.sweep", input: {} }))).toBe("ok");
  return (await recorded(own.owner, ref)).map(({ facts }) => facts);
}
/** Of the hour that a grant lives, so many minutes are over. */
const isIn = async (openMinutes: number, { drill = false, email = "mina@ops.example" } = {}) =>
  (await heldGrant(query, { email, drill, secondsLeft: 60 * (60 - openMinutes) })).id;
const grant = async (id: string) =>
  (
    await query<{ because: string | null; warned: boolean }>(
      `SELECT ended_because AS because, warned_at IS NOT NULL AS warned FROM bypass_grants WHERE id = $1`,
      [id],
    )
  )[0];
const noticesOf = async () =>
  (await query<{ kind: string }>("SELECT kind FROM notices ORDER BY seq")).map(({ kind }) => kind);
const minutes = (count: number) => count * 60;
const well = (from: number, until = 0): Past => ({ status: "ok", from: minutes(from), until: minutes(until) });
const failing = (from: number, until = 0): Past => ({
  status: "down",
  from: minutes(from),
  until: minutes(until),
  every: 5,
});

describe("C-14: when Clerk answers again", () => {
  it("its holder is told after five minutes, once, and is out after ten", async () => {
    const id = await isIn(20);
    await seenOfClerk(query, [well(4.9)]);
    expect(await sweep()).toEqual([]);
    await seenOfClerk(query, [well(5.1)]);
    expect(await sweep()).toMatchObject([{ ended: [], warned: [id] }]);
    expect([await sweep(), await sweep()]).toEqual([[], []]);
    expect([await grant(id), await noticesOf()]).toEqual([{ because: null, warned: true }, ["bypass.warned"]]);
    await seenOfClerk(query, [well(9.9)]);
    expect(await sweep()).toEqual([]);
    await seenOfClerk(query, [well(10.1)]);
    expect(await sweep()).toMatchObject([{ ended: [id], warned: [] }]);
    expect(await sweep()).toEqual([]);
    expect(await grant(id)).toEqual({ because: "recovered", warned: true });
    expect(await noticesOf()).toEqual(["bypass.warned", "bypass.ended", "review.due"]);
    expect(await query("SELECT subject_kind AS kind, subject_id::text AS id FROM reviews")).toEqual([
      { kind: "grant", id },
    ]);
  });

  it("only what it answered during the grant counts", async () => {
    const id = await isIn(4);
    await seenOfClerk(query, [well(14)]);
    expect(await sweep()).toEqual([]);
    await query("UPDATE bypass_grants SET opened_at = now() - interval '6 minutes'");
    expect(await sweep()).toMatchObject([{ warned: [id] }]);
    await query("UPDATE bypass_grants SET opened_at = now() - interval '11 minutes'");
    expect(await sweep()).toMatchObject([{ ended: [id] }]);
  });

  it("what was asked for under it runs on: only the way in has ended", async () => {
    const responder = await mina();
    const { id: delivery } = await outbox.row();
    const request = await stored(await responder.actor(), { operation: "delivery.retry", input: { id: delivery } });
    const id = await isIn(20);
    await query(
      `UPDATE action_requests SET state = 'running', started_at = now(), session_id = 'grant_' || $2::text WHERE id = $1`,
      [request, id],
    );
    const before = await query("SELECT * FROM action_requests WHERE id = $1", [request]);
    await seenOfClerk(query, [well(11)]);
    expect(await sweep()).toMatchObject([{ ended: [id] }]);
    expect(await query("SELECT * FROM action_requests WHERE id = $1", [request])).toEqual(before);
  });
});

describe("C-06: while Clerk comes and goes", () => {
  it("ten seconds up and ten down for ten minutes: nobody is warned, and nobody is out", async () => {
    const id = await isIn(12);
    const flapping = Array.from({ length: 60 }, (_, place): Past[] => [
      { status: "down", from: 600 - place * 10, until: 596 - place * 10, every: 5 },
    ]);
    const pasts = flapping.flatMap((each, place) =>
      place % 2 === 0 ? each : [well((600 - place * 10) / 60, (600 - place * 10) / 60)],
    );
    for (let heard = 1; heard <= pasts.length; heard += 7) {
      await seenOfClerk(query, pasts.slice(0, heard));
      expect(await sweep()).toEqual([]);
    }
    expect([await grant(id), await noticesOf()]).toEqual([{ because: null, warned: false }, []]);
  });

  it("one failure in ten minutes begins them anew, and a warning no longer stands", async () => {
    const id = await isIn(30);
    await seenOfClerk(query, [well(8)]);
    expect(await sweep()).toMatchObject([{ warned: [id] }]);
    await seenOfClerk(query, [well(11, 2), failing(1.9, 1.9), well(1.8)]);
    expect(await sweep()).toEqual([]);
    expect(await grant(id)).toEqual({ because: null, warned: false });
    await seenOfClerk(query, [well(5.1)]);
    expect(await sweep()).toMatchObject([{ warned: [id] }]);
    expect(await noticesOf()).toEqual(["bypass.warned", "bypass.warned"]);
  });

  it("a silence of the worker is no health", async () => {
    const id = await isIn(30);
    await seenOfClerk(query, [well(14, 8), well(6.9)]);
    expect(await sweep()).toMatchObject([{ warned: [id], ended: [] }]);
    await seenOfClerk(query, [well(14, 1)]);
    expect(await sweep()).toEqual([]);
    expect(await grant(id)).toEqual({ because: null, warned: false });
  });
});

describe("by the clock of the database", () => {
  it("what is over has ended, though Clerk fails or nobody looks, and whose it was hears of it", async () => {
    const id = await isIn(60.02);
    expect(await sweep()).toMatchObject([{ ended: [id] }]);
    expect(await grant(id)).toMatchObject({ because: "expired" });
    expect(await noticesOf()).toEqual(["bypass.ended", "review.due"]);
  });

  it("a drill ends then and not sooner, and nobody owes a review for it", async () => {
    await seenOfClerk(query, [well(14)]);
    const id = await isIn(59, { drill: true });
    expect(await sweep()).toEqual([]);
    await query("UPDATE bypass_grants SET expires_at = now()");
    expect(await sweep()).toMatchObject([{ ended: [id] }]);
    expect(await query("SELECT 1 FROM reviews")).toEqual([]);
  });

  it("of two workers one ends it", async () => {
    const id = await isIn(61);
    await isIn(5, { email: "ari@ops.example" });
    const swept = await Promise.all([sweep(), sweep(), sweep()]);
    expect(swept.flat()).toMatchObject([{ ended: [id] }]);
    expect((await noticesOf()).filter((kind) => kind === "bypass.ended")).toHaveLength(1);
  });

  it("where nobody is in there is nothing to do", async () => {
    await seenOfClerk(query, [well(14)]);
    expect(await sweep()).toEqual([]);
  });
});
