import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { systemActor } from "@/lib/access/system";
import { confirmRequest } from "@/lib/operations/perform/confirm";
import { performRoutine } from "@/lib/operations/perform/routine";
import { codeOf, newRef, type Ready, ready } from "../support/acts";
import { type Child, startChild } from "../support/children";
import { control } from "../support/control";
import { type Hold, hold, isWaiting } from "../support/databases";
import { Outbox, type OutboxRow, relyingParties } from "../support/deliveries";
import { enterOwnConsole, type OwnConsole } from "../support/own-console";
import { mina, type Person } from "../support/people";
import { recorded, recordedKinds } from "../support/record";
import { arrivalsOf } from "../support/webhooks";

let own: OwnConsole;
let outbox: Outbox;
let responder: Person;
const children: Child[] = [];
const failing = `relying-parties/${relyingParties.podoGames}`;

beforeAll(async () => {
  own = await enterOwnConsole();
  outbox = new Outbox();
  responder = await mina();
  await outbox.watchUpdates();
});
afterEach(async () => {
  await Promise.all(children.splice(0).map((child) => child.kill()));
  await control.clearFault(failing);
});
afterAll(async () => {
  await outbox.close();
  await own.close();
});

type Crashed = Ready & { row: OutboxRow; ref: string };

/** Confirms a retry in a process of its own, which is killed when it waits for a lock that the test holds. */
async function crash(
  take: (row: OutboxRow) => Promise<Hold>,
  isStuck: () => Promise<boolean>,
  letGo: (held: Hold, row: OutboxRow) => Promise<void>,
): Promise<Crashed> {
  const row = await outbox.row();
  const request = await ready(responder, { operation: "delivery.retry", input: { id: row.id } });
  const ref = newRef();
  const held = await take(row);
  try {
    const child = startChild(
      "tests/support/confirm-child.ts",
      [await responder.token(), request.id, request.nonce, ref],
      own.env,
    );
    children.push(child);
    await expect.poll(isStuck, { interval: 5, timeout: 20_000 }).toBe(true);
    await child.kill();
    await letGo(held, row);
  } finally {
    await held.release();
  }
  return { ...request, row, ref };
}

const updateWaits = () => isWaiting(outbox.owner, "sallyport-operate");
const outcomeWaits = () => isWaiting(own.owner, "sallyport-console");

async function stateOf(id: string): Promise<{ state: string; failure_code: string | null }> {
  const { rows } = await own.owner.query("SELECT state, failure_code FROM action_requests WHERE id = $1", [id]);
  return rows[0];
}

/** A minute later, as far as the request can tell, the worker sweeps. */
async function sweptAMinuteLater({ id, ref }: Crashed): Promise<void> {
  expect(await recordedKinds(own.owner, ref)).toEqual(["intent"]);
  expect(await stateOf(id)).toMatchObject({ state: "running" });
  await own.owner.query("UPDATE action_requests SET started_at = started_at - interval '61 seconds' WHERE id = $1", [
    id,
  ]);
  const sweep = newRef();
  expect(codeOf(await performRoutine(systemActor(), sweep, { operation: "request.sweep", input: {} }))).toBe("ok");
  expect(await recorded(own.owner, sweep)).toMatchObject([{ kind: "system", facts: { lost: [id] } }]);
  expect(await stateOf(id)).toEqual({ state: "unknown", failure_code: "outcome_unknown" });
}

async function confirm({ id, nonce }: Ready): Promise<string> {
  return codeOf(await confirmRequest(await responder.actor(), newRef(), { id, nonce }));
}

async function reconcile(id: string, ref = newRef()): Promise<string> {
  return codeOf(await performRoutine(await responder.actor(), ref, { operation: "request.reconcile", input: { id } }));
}

async function followOf(id: string): Promise<Record<string, unknown> | undefined> {
  const { rows } = await own.owner.query(
    "SELECT state, attempts, final_at FROM delivery_follows WHERE request_id = $1",
    [id],
  );
  return rows[0];
}

function startWorker(): Child {
  const worker = startChild("worker.ts", [], own.env);
  children.push(worker);
  return worker;
}

describe("a console that is killed after it wrote down what it means to do", () => {
  it("before the update: unknown, and reconciling finds that nothing happened", async () => {
    const crashed = await crash(
      ({ id }) => outbox.hold(id),
      updateWaits,
      async (held) => {
        // PostgreSQL gives up for the dead client after its lock timeout; only then nobody updates any more.
        await expect.poll(updateWaits, { timeout: 10_000 }).toBe(false);
        await held.release();
      },
    );
    await sweptAMinuteLater(crashed);
    const ref = newRef();
    expect(await reconcile(crashed.id, ref)).toBe("ok");
    expect(await recorded(own.owner, ref)).toMatchObject([
      { kind: "intent" },
      { kind: "outcome", requestId: crashed.id, facts: { happened: false } },
    ]);
    expect(await stateOf(crashed.id)).toEqual({ state: "failed", failure_code: "outcome_unknown" });
    expect(await outbox.read(crashed.row.id)).toEqual(crashed.row);
    expect(await reconcile(crashed.id)).toBe("request_wrong_state");
  });

  it("while PostgreSQL still works for it: the update happened, and reconciling finds that", async () => {
    const crashed = await crash(
      ({ id }) => outbox.hold(id),
      updateWaits,
      (held) => held.release(),
    );
    await expect.poll(() => outbox.updatesOf(crashed.row.id), { timeout: 10_000 }).toBe(1);
    await sweptAMinuteLater(crashed);
    expect(await reconcile(crashed.id)).toBe("ok");
    expect(await stateOf(crashed.id)).toMatchObject({ state: "succeeded" });
  });

  it("between the update and its outcome: reconciling says that it happened, and following goes on to the end", async () => {
    const crashed = await crash(
      () => hold(own.owner, "LOCK TABLE delivery_follows IN SHARE ROW EXCLUSIVE MODE"),
      outcomeWaits,
      (held) => held.release(),
    );
    await sweptAMinuteLater(crashed);
    expect(await followOf(crashed.id)).toBeUndefined();
    const ref = newRef();
    expect(await reconcile(crashed.id, ref)).toBe("ok");
    expect(await recorded(own.owner, ref)).toMatchObject([
      { kind: "intent" },
      { kind: "outcome", facts: { happened: true } },
    ]);
    expect(await stateOf(crashed.id)).toMatchObject({ state: "succeeded" });
    startWorker();
    await expect.poll(() => followOf(crashed.id), { timeout: 30_000 }).toMatchObject({ state: "delivered" });
    expect([await outbox.updatesOf(crashed.row.id), (await arrivalsOf(crashed.row.idempotency_key)).length]).toEqual([
      1, 1,
    ]);
  });

  it("and whose row was changed by somebody else since: the console says that it can't know, and asks again later", async () => {
    const crashed = await crash(
      ({ id }) => outbox.hold(id),
      updateWaits,
      async (held, { id }) => {
        await held.query(
          "UPDATE webhook_outbox_entries SET updated_at = updated_at + interval '1 microsecond' WHERE id = $1",
          [id],
        );
        await held.release();
      },
    );
    await sweptAMinuteLater(crashed);
    const ref = newRef();
    expect(await reconcile(crashed.id, ref)).toBe("outcome_unknown");
    expect(await recordedKinds(own.owner, ref)).toEqual(["refusal outcome_unknown"]);
    expect(await stateOf(crashed.id)).toMatchObject({ state: "unknown" });
  });
});

describe("a worker that is killed while it follows a delivery", () => {
  it("leaves it to the next one, which writes down each attempt once", async () => {
    const row = await outbox.row({ relyingParty: relyingParties.podoGames });
    await control.setFault(failing, { status: 500 });
    const request = await ready(responder, { operation: "delivery.retry", input: { id: row.id } });
    expect(await confirm(request)).toBe("ok");
    const first = startWorker();
    await expect.poll(() => followOf(request.id), { timeout: 30_000 }).toMatchObject({ state: "sent", attempts: 1 });
    await first.kill();
    await control.clearFault(failing);
    await outbox.change(row.id, "next_retry_at = now()");
    startWorker();
    await expect
      .poll(() => followOf(request.id), { timeout: 30_000 })
      .toMatchObject({ state: "delivered", attempts: 2 });
    expect(await observationsOf(request.id)).toEqual(["sent 1", "delivered 2"]);
  });

  it("or stopped and woken, writes nothing that another wrote already", async () => {
    const row = await outbox.row();
    const request = await ready(responder, { operation: "delivery.retry", input: { id: row.id } });
    expect(await confirm(request)).toBe("ok");
    const seen = { state: "delivered", attempts: 1, lastStatus: 200, lastError: null };
    const follow = { operation: "delivery.follow", input: { requestId: request.id, deliveryId: row.id, seen } };
    const refs = Array.from({ length: 8 }, newRef);
    await Promise.all(refs.map((ref) => performRoutine(systemActor(), ref, follow)));
    expect(await observationsOf(request.id)).toEqual(["delivered 1"]);
    const rows = await Promise.all(refs.map((ref) => recordedKinds(own.owner, ref)));
    expect(rows.flat()).toEqual(["system"]);
  });

  async function observationsOf(requestId: string): Promise<string[]> {
    const { rows } = await own.owner.query<{ seen: string }>(
      "SELECT result || ' ' || attempt AS seen FROM delivery_observations WHERE request_id = $1 ORDER BY observed_at",
      [requestId],
    );
    return rows.map(({ seen }) => seen);
  }
});
