import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { systemActor } from "@/lib/access/system";
import { listAttempts } from "@/lib/deliveries/queries/list-attempts";
import { confirmRequest } from "@/lib/operations/perform/confirm";
import { inspectRequest } from "@/lib/operations/perform/inspect";
import { offerRequest } from "@/lib/operations/perform/offer";
import { proveRequest } from "@/lib/operations/perform/prove";
import { requestOperation } from "@/lib/operations/perform/request";
import { performRoutine } from "@/lib/operations/perform/routine";
import { findReplayView, listReplayRows } from "@/lib/replays/queries/progress";
import { codeOf, must, newRef, ready } from "../support/acts";
import { decide, forgetQueue, openQuorum, type Quorum, runApproved, stateOf, waiting } from "../support/approvals";
import { sol } from "../support/people";
import { ReplayStage } from "../support/replay-stage";

let stage: ReplayStage;
let quorum: Quorum;
beforeAll(async () => {
  stage = await ReplayStage.open();
  quorum = await openQuorum(stage.own);
});
afterAll(() => stage.close());
beforeEach(() => forgetQueue(stage.own));

const asking = (input: Record<string, unknown>) => ({
  operation: "delivery.replay",
  input: { ratePerSecond: 100, ...input },
});

/** Asked for by Jae and approved by Ari. */
async function approved(input: Record<string, unknown>): Promise<string> {
  const id = await waiting(quorum.requester, asking(input));
  must(await decide(stage.own, quorum.approver, { id }));
  return id;
}

/** Asked for, approved and begun. */
async function begun(input: Record<string, unknown>): Promise<string> {
  const id = await approved(input);
  must(await runApproved(quorum.requester, id));
  return id;
}

async function shownOf(input: Record<string, unknown>) {
  const asked = must(
    await requestOperation(await quorum.requester.actor(), newRef(), { ...asking(input), reason: "RP confirmed" }),
  );
  return asked.card.preview;
}

const countsOf = (phrases: readonly { key: string; values?: object }[]) =>
  phrases
    .filter(({ key }) => /superseded|leftOut|heldToo|rows$/.test(key))
    .map(({ key, values }) => [key.replace("replays.preview.", ""), (values as { rows?: number } | undefined)?.rows]);

describe("a replay is shown as what would happen", () => {
  it("with how many, of whom, and what is left out because no attempt would cure it", async () => {
    const party = await stage.party(6);
    await stage.dead(party, 2, { status: 410 });
    await stage.dead(party, 3, { status: 409 });
    const shown = await shownOf({ filter: { app: party } });
    expect(countsOf([...shown.lines, ...shown.warnings])).toEqual([
      ["rows", 6],
      ["leftOut.needs_relying_party", 2],
      ["leftOut.arrived_before", 3],
    ]);
    expect(shown.blast).toEqual({ deliveries: 6, relyingParties: 1, people: 0, requests: 6 });
    const all = await shownOf({ filter: { app: party }, includeHeld: true });
    expect(countsOf([...all.lines, ...all.warnings])).toEqual([
      ["rows", 11],
      ["heldToo", undefined],
    ]);
  });

  it("without those of which a later event of the same subject has arrived, unless they are wanted", async () => {
    const party = await stage.party(5, { subject: true });
    const [first] = await stage.ids(party);
    await stage.arrivedLater(party, first);
    const shown = await shownOf({ filter: { app: party } });
    expect(countsOf(shown.lines)).toEqual([
      ["rows", 4],
      ["superseded", 1],
    ]);
    const id = await stage.begun({ filter: { app: party } });
    await stage.drive(stage.worker(), id, [party]);
    expect(await stage.tally(id)).toEqual({ delivered: 4, skipped_superseded: 1 });
    const again = await shownOf({ filter: { app: party }, includeSuperseded: true });
    expect(countsOf(again.lines)).toEqual([["rows", 1]]);
  });

  it.each<[string, (party: string) => Record<string, unknown>, number]>([
    ["a status", (app) => ({ filter: { app, status: "503" } }), 4],
    ["a cause", (app) => ({ filter: { app, q: "cause:rate_limited" } }), 3],
    ["an error", (app) => ({ filter: { app, q: 'alike:"upstream said no ‹n›"' } }), 7],
    ["what died since then", (app) => ({ filter: { app, since: "2001-01-01T00:00:00.000Z" } }), 7],
    ["the oldest of them", (app) => ({ filter: { app }, atMost: 2 }), 2],
  ])("of %s", async (_what, wish, rows) => {
    const party = await stage.party(4);
    await stage.dead(party, 3, { status: 429 });
    expect((await shownOf(wish(party))).blast.deliveries).toBe(rows);
  });

  it.each<[string, string, Record<string, unknown>]>([
    ["a search that is not understood", "invalid_input", { filter: { q: "colour:red" } }],
    ["what is not dead", "invalid_input", { filter: { q: "state:delivered" } }],
    ["both a filter and ids", "invalid_input", { filter: {}, ids: ["1"] }],
    ["neither", "invalid_input", {}],
    ["nothing that is there", "nothing_to_replay", { ids: ["9223372036854775807"] }],
  ])("and refused of %s: %s", async (_what, code, input) => {
    const asked = { ...asking(input), reason: "RP confirmed" };
    expect(codeOf(await requestOperation(await quorum.requester.actor(), newRef(), asked))).toBe(code);
  });
});

describe("a replay that was asked for", () => {
  it("is exactly what was dead then: what dies afterwards is not in it, and its request ends with its counts", async () => {
    const party = await stage.party(13);
    const id = await approved({ filter: { app: party } });
    await stage.dead(party, 5);
    must(await runApproved(quorum.requester, id));
    expect(await stateOf(stage.own, id)).toBe("running");
    await stage.drive(stage.worker(), id, [party]);
    expect(await stateOf(stage.own, id)).toBe("succeeded");
    expect(await stage.tally(id)).toEqual({ delivered: 13 });
    expect(await stage.deadOf(party)).toBe(5);
    const { rows } = await stage.own.owner.query<{ entry: string }>(
      "SELECT entry FROM record WHERE entry::jsonb ->> 'requestId' = $1 ORDER BY seq",
      [id],
    );
    const last = JSON.parse(rows.at(-1)?.entry ?? "{}");
    expect(last).toMatchObject({
      operation: "replay.advance",
      facts: { end: "finished", done: 13, failed: 0, skipped: 0, remaining: 0 },
    });
  });

  it("goes back to its approvers when more than a tenth has changed since, and runs when they agree anew", async () => {
    const party = await stage.party(20);
    const ids = await stage.ids(party);
    const id = await approved({ filter: { app: party } });
    for (const touched of ids.slice(0, 3)) await stage.change(touched, "updated_at = clock_timestamp()");
    expect(await runApproved(quorum.requester, id)).toMatchObject({
      ok: false,
      refusal: { code: "target_drifted", facts: { changed: 3, total: 20 } },
    });
    must(await decide(stage.own, quorum.second, { id }));
    must(await runApproved(quorum.requester, id));
    await stage.drive(stage.worker(), id, [party]);
    expect(await stage.tally(id)).toEqual({ delivered: 17, skipped_changed: 3 });
  });

  it("is held to its pace and its addresses: where they go may not change", async () => {
    const party = await stage.party(2);
    const id = await approved({ filter: { app: party } });
    await stage.idp.query("UPDATE oauth_applications SET webhook_url = 'https://elsewhere.example' WHERE id = $1", [
      party,
    ]);
    expect(codeOf(await runApproved(quorum.requester, id))).toBe("target_changed");
    await stage.idp.query("UPDATE oauth_applications SET webhook_url = NULL WHERE id = $1", [party]);
  });

  it("does not begin with a set that somebody has bent", async () => {
    const [party, other] = [await stage.party(3), await stage.party(1)];
    const id = await approved({ filter: { app: party } });
    const [stranger] = await stage.ids(other);
    await stage.own.owner.query(
      `INSERT INTO replay_rows (set_id, delivery_id, relying_party_id, row_version, dlq_at, state)
       SELECT (target_text::jsonb ->> 'set')::uuid, $2, $3, $4, now(), 'remaining' FROM action_requests WHERE id = $1`,
      [id, stranger, party, await stage.versionOf(stranger)],
    );
    expect(codeOf(await runApproved(quorum.requester, id))).toBe("digest_mismatch");
    expect(await stage.deadOf(other)).toBe(1);
  });

  it("can be approved in part: fewer of the same rows, and slower", async () => {
    const party = await stage.party(12);
    const oldest = (await stage.ids(party)).slice(0, 5);
    const original = await waiting(quorum.requester, asking({ filter: { app: party } }));
    await stage.dead(party, 4);
    const approver = await quorum.approver.actor();
    const offer = (input: Record<string, unknown>) =>
      offerRequest(approver, newRef(), { id: original, input: asking(input).input });
    expect(codeOf(await offer({ filter: { app: party }, atMost: 5, ratePerSecond: 101 }))).toBe("offer_not_narrower");
    const { id } = must(await offer({ filter: { app: party }, atMost: 5, ratePerSecond: 20 }));
    must(await decide(stage.own, quorum.approver, { id }));
    const { nonce } = must(await proveRequest(await quorum.requester.freshProof(), newRef(), { id }));
    must(await confirmRequest(await quorum.requester.actor(), newRef(), { id, nonce: nonce ?? "" }));
    const rows = await listReplayRows(approver, id, { after: null, state: null, limit: 100 });
    expect(rows.map(({ deliveryId }) => deliveryId)).toEqual(oldest);
    expect(await findReplayView(approver, id)).toMatchObject({ rate: 20, approvedRate: 20, total: 5 });
    await stage.drive(stage.worker(), id, [party]);
  });
});

it("what was frozen is forgotten a day after nobody can run it any more, and not while somebody can", async () => {
  const party = await stage.party(2);
  const kept = await waiting(quorum.requester, asking({ filter: { app: party } }));
  const denied = await waiting(quorum.requester, asking({ filter: { app: party }, ratePerSecond: 3 }));
  await stage.own.owner.query("UPDATE action_requests SET state = 'denied' WHERE id = $1", [denied]);
  const sweep = async () =>
    must(await performRoutine(systemActor(), newRef(), { operation: "request.sweep", input: {} }));
  const frozen = async (request: string): Promise<number> => {
    const { rowCount } = await stage.own.owner.query(
      "SELECT 1 FROM replay_rows WHERE set_id = (SELECT (target_text::jsonb ->> 'set')::uuid FROM action_requests WHERE id = $1)",
      [request],
    );
    return rowCount ?? 0;
  };
  await sweep();
  expect([await frozen(kept), await frozen(denied)]).toEqual([2, 2]);
  await stage.own.owner.query("UPDATE replay_sets SET frozen_at = frozen_at - interval '25 hours'");
  const { rows } = await stage.own.owner.query("SELECT 1 FROM replay_sets");
  for (const _set of rows) await sweep();
  expect([await frozen(kept), await frozen(denied)]).toEqual([2, 0]);
});

it("a replay of several relying parties can be offered for some of them, by name", async () => {
  const [one, other] = [await stage.party(3), await stage.party(2)];
  const ids = [...(await stage.ids(one)), ...(await stage.ids(other))];
  const original = await waiting(quorum.requester, asking({ ids }));
  const approver = await quorum.approver.actor();
  const { parts, drift } = must(await inspectRequest(approver, newRef(), { id: original }));
  expect(parts?.field).toBe("relyingParties");
  expect(parts?.choices.map(({ label }) => label).toSorted()).toEqual(
    [`Replayed ${one} · 3`, `Replayed ${other} · 2`].toSorted(),
  );
  expect(drift).toEqual({ changed: 0, total: 5 });
  const offer = { id: original, input: asking({ ids, relyingParties: [other] }).input };
  expect(must(await offerRequest(approver, newRef(), offer)).card.preview.blast).toMatchObject({
    deliveries: 2,
    relyingParties: 1,
  });
});

describe("a replay that goes on", () => {
  it("is seen by everybody with a role; its rows by who may see deliveries", async () => {
    const party = await stage.party(4);
    const id = await begun({ filter: { app: party } });
    await stage.step(stage.worker(), id);
    const manager = await (await sol()).actor();
    expect(await findReplayView(manager, id)).toMatchObject({
      state: "running",
      total: 4,
      done: 0,
      remaining: 3,
      eta: { fromSeconds: 1, toSeconds: null },
      lanes: [{ relyingParty: { id: party }, phase: "canary_one", tally: { queued: 1, remaining: 3 } }],
    });
    await stage.drive(stage.worker(), id, [party]);
    const responder = await quorum.responder.actor();
    expect(await findReplayView(responder, id)).toMatchObject({ state: "finished", done: 4, remaining: 0, eta: null });
    const rows = await listReplayRows(responder, id, { after: null, state: "delivered", limit: 10 });
    expect(rows.map(({ attempts, lastStatus }) => [attempts, lastStatus])).toEqual(Array(4).fill([1, 200]));
    const kept = await listAttempts(responder, rows[0]?.deliveryId ?? "");
    expect(kept).toMatchObject([{ attempt: 8, status: 503, result: "dead", source: "kept" }]);
    await stage.own.owner.query("UPDATE role_grants SET ended_at = now()");
    await expect(
      listReplayRows(await quorum.second.actor(), id, { after: null, state: null, limit: 1 }),
    ).rejects.toMatchObject({ refusal: { code: "not_allowed" } });
    await stage.own.owner.query("UPDATE role_grants SET ended_at = NULL");
  });

  it("is resumed and paced by who asked for it or an admin, never above what was approved", async () => {
    const party = await stage.party(4);
    const id = await begun({ filter: { app: party } });
    const { requester, responder } = quorum;
    const ask = async (operation: string, more = {}) =>
      codeOf(
        await requestOperation(await responder.actor(), newRef(), {
          operation,
          input: { request: id, ...more },
          reason: "slower",
        }),
      );
    expect(await ask("replay.resume")).toBe("request_not_yours");
    expect(await ask("replay.set-rate", { ratePerSecond: 5 })).toBe("request_not_yours");
    const set = async (operation: string, more = {}) =>
      confirmRequest(
        await requester.actor(),
        newRef(),
        await ready(requester, { operation, input: { request: id, ...more } }),
      );
    must(await set("replay.set-rate", { ratePerSecond: 5 }));
    expect(await findReplayView(await requester.actor(), id)).toMatchObject({ rate: 5, approvedRate: 100 });
    const faster = { operation: "replay.set-rate", input: { request: id, ratePerSecond: 101 }, reason: "faster" };
    expect(codeOf(await requestOperation(await requester.actor(), newRef(), faster))).toBe("rate_above_approved");
    const pause = { operation: "replay.pause", input: { request: id } };
    must(await performRoutine(await responder.actor(), newRef(), pause));
    must(await set("replay.resume"));
    expect(await stage.replay(id)).toMatchObject({ state: "running" });
    const slower = await ready(requester, { operation: "replay.set-rate", input: { request: id, ratePerSecond: 3 } });
    await stage.step(stage.worker(), id);
    must(await confirmRequest(await requester.actor(), newRef(), slower));
    must(await performRoutine(await responder.actor(), newRef(), { ...pause, operation: "replay.cancel" }));
    await stage.drive(stage.worker(), id, [party]);
    expect(await stateOf(stage.own, id)).toBe("failed");
    expect(await stage.tally(id)).toEqual({ delivered: 1, remaining: 3 });
  });
});
