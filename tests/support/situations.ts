import { randomUUID } from "node:crypto";
import type { SystemActor } from "@/lib/access/actor";
import type { OperationName } from "@/lib/access/policy";
import type { Role } from "@/lib/access/roles";
import { stored } from "./acts";
import { appBypassSituations } from "./app-bypasses";
import { bypassSituations } from "./bypass-situations";
import { clerkKeySituations } from "./clerk-key-situations";
import { formerMember, giveAll, newColleagues } from "./colleagues";
import type { Outbox } from "./deliveries";
import { deliverySituations } from "./delivery-acts";
import { deploySituations } from "./deploy-situations";
import { confirmedExport } from "./exports";
import { heldGrant } from "./grants";
import { anIncident, openIncident } from "./incidents";
import { keySituations } from "./key-situations";
import { postedNotice, waitingNotice } from "./notices";
import type { OwnConsole } from "./own-console";
import { ownerOf } from "./owner";
import { heldPasskey, newPasskey, withoutPasskeys } from "./passkeys";
import type { Person } from "./people";
import { replaySituations } from "./replay-situations";
import { answers, owedReview } from "./reviews";
import { sessionSituations } from "./session-situations";
import { settingSituations } from "./setting-situations";
import { keepRetryRule } from "./settings";
import { taskSituations } from "./task-situations";
import { triageSituations } from "./triage-situations";
import { aView, keptView } from "./views";

/** Everybody and everything that a situation may need. */
export type Cast = {
  people: Record<Role, Person>;
  approver: Person;
  worker: SystemActor;
  outbox: Outbox;
  own: OwnConsole;
};

/** A moment in which an operation can be done. */
export type Situation = {
  /** Who may, and does. Null: the worker by itself. */
  person: Person | null;
  input: Record<string, unknown>;
  /** What its person tells with the confirmation alone. */
  confided?: unknown;
  /** Makes the world differ from what was shown. Whatever asks for a proof has something that may change. */
  change?(): Promise<void>;
};

/** One for each operation that there is: who adds an operation adds a situation, and every shared promise is proved for it. */
export const situations: Record<OperationName, (cast: Cast) => Promise<Situation>> = {
  "bypass.end": async ({ people, own }) => {
    const { id } = await heldGrant(ownerOf(own), { email: people.admin.email });
    return { person: people.responder, input: { id } };
  },

  "bypass.sweep": async ({ people, own }) => {
    await heldGrant(ownerOf(own), { email: people.admin.email, secondsLeft: -1 });
    return { person: null, input: {} };
  },
  ...appBypassSituations,
  ...bypassSituations,
  ...deliverySituations,
  ...settingSituations,
  ...triageSituations,
  ...taskSituations,
  ...keySituations,
  ...clerkKeySituations,
  ...replaySituations,
  ...sessionSituations,

  "delivery.annotate": async ({ people, outbox }) => ({
    person: people.responder,
    input: { id: (await outbox.row()).id, text: "Their certificate was renewed at noon." },
  }),

  "delivery-view.remove": async ({ people, own }) => {
    const id = await keptView(ownerOf(own), people.responder.email);
    return { person: people.responder, input: { id } };
  },

  "delivery-view.save": async ({ people }) => ({ person: people.responder, input: aView() }),

  "delivery.export": async ({ people, outbox }) => {
    const { id } = await outbox.row();
    return { person: people.responder, input: { of: { ids: [id] } }, change: () => outbox.touch(id) };
  },

  "delivery.take-export": async ({ people, outbox, own }) => {
    const ids = [(await outbox.row()).id];
    return { person: people.responder, input: { id: await confirmedExport(ownerOf(own), people.responder, { ids }) } };
  },

  "delivery.follow": async ({ outbox, own }) => {
    const [requestId, { id, enqueued_at }] = [randomUUID(), await outbox.row()];
    await own.owner.query(
      "INSERT INTO delivery_follows (request_id, delivery_id, stamp, state) VALUES ($1, $2, $3, 'queued')",
      [requestId, id, enqueued_at],
    );
    const seen = { state: "delivered", attempts: 1, lastStatus: 200, lastError: null };
    return { person: null, input: { requestId, deliveryId: id, seen } };
  },

  "delivery.retry": async ({ people, outbox }) => {
    const { id } = await outbox.row();
    return { person: people.responder, input: { id }, change: () => outbox.touch(id) };
  },

  "incident.annotate": async ({ people, own }) => ({
    person: people.manager,
    input: { number: await openIncident(ownerOf(own)), text: "Two app owners called." },
  }),

  "incident.declare": async ({ people }) => ({ person: people.responder, input: anIncident() }),

  "incident.resolve": async ({ people, own }) => ({
    person: people.responder,
    input: { number: await openIncident(ownerOf(own)), summary: "Clerk answers again." },
  }),

  "incident.watch": async ({ own }) => {
    await openIncident(ownerOf(own), { told: "merely_told_before" });
    return { person: null, input: {} };
  },
  ...deploySituations,

  "leftover.forget": async ({ own }) => {
    await ownerOf(own)(
      `INSERT INTO proof_locks (session_id, person_id, request_id, locked_until)
       VALUES (gen_random_uuid()::text, gen_random_uuid(), gen_random_uuid(), now() - interval '1 year')`,
      [],
    );
    return { person: null, input: {} };
  },

  "notice.dispatch": async ({ own }) => {
    await postedNotice(asking(own));
    return { person: null, input: {} };
  },

  "notice.read": async ({ people, own }) => ({
    person: people.manager,
    input: { ids: [await postedNotice(asking(own), { roles: ["manager"] })] },
  }),

  "notice.replay": async ({ people, own }) => {
    const id = await waitingNotice(asking(own), { state: "dead" });
    const change = async () => {
      await own.owner.query("UPDATE notice_deliveries SET dead_at = dead_at + interval '1 second' WHERE id = $1", [id]);
    };
    return { person: people.admin, input: { ids: [id] }, change };
  },

  "notice.send": async ({ own }) => {
    const lease = randomUUID();
    const deliveryId = await waitingNotice(asking(own), { lease });
    const result = { state: "failed", error: "refused", detail: "404 no_service", retryAfterSeconds: null };
    return { person: null, input: { deliveryId, lease, result } };
  },

  "passkey.add": async ({ people, own }) => {
    const person = people.manager;
    await withoutPasskeys(ownerOf(own), person.email);
    return {
      person,
      input: await newPasskey(await person.actor()),
      change: async () => void (await heldPasskey(ownerOf(own), person.email)),
    };
  },

  "passkey.remove": async ({ people, own }) => {
    await withoutPasskeys(ownerOf(own), people.manager.email);
    const id = await heldPasskey(ownerOf(own), people.manager.email);
    const change = async () => void (await ownerOf(own)("UPDATE passkeys SET name = 'Another' WHERE id = $1", [id]));
    return { person: people.manager, input: { id }, change };
  },

  "passkey.rename": async ({ people, own }) => {
    await withoutPasskeys(ownerOf(own), people.manager.email);
    const id = await heldPasskey(ownerOf(own), people.manager.email);
    return { person: people.manager, input: { id, name: "Key on my ring" } };
  },

  "person.block-role": async ({ people, own }) => {
    const colleagues = await newColleagues(ownerOf(own), ["responder", "manager"]);
    return {
      person: people.admin,
      input: { people: colleagues, role: "responder" },
      change: () => giveAll(ownerOf(own), colleagues, "manager"),
    };
  },

  "person.grant-role": async ({ people, own }) => {
    const colleagues = await newColleagues(ownerOf(own), ["responder", "manager"]);
    return {
      person: people.admin,
      input: { people: colleagues, role: "admin" },
      change: () => giveAll(ownerOf(own), colleagues, "manager"),
    };
  },

  "person.lock-out": async ({ people, own }) => {
    const [id = ""] = await newColleagues(ownerOf(own), ["responder"]);
    return { person: people.admin, input: { id }, change: () => giveAll(ownerOf(own), [id], "manager") };
  },

  "person.set-preferences": async ({ people }) => ({
    person: people.manager,
    input: { language: "ko", theme: "dark", timeZone: "Asia/Seoul" },
  }),

  "person.sync": async ({ own }) => {
    await formerMember(ownerOf(own));
    return { person: null, input: {} };
  },

  "record.checkpoint": async () => ({ person: null, input: {} }),

  "relying-party.require-admin": async ({ people, own, outbox }) => {
    const id = await outbox.switchedOffParty();
    return {
      person: people.admin,
      input: { id },
      change: () => keepRetryRule(ownerOf(own), { id, needsAdmin: false }),
    };
  },

  "relying-party.switch-on": async ({ people, outbox }) => {
    const id = await outbox.switchedOffParty();
    return { person: people.responder, input: { id }, change: () => outbox.touchParty(id) };
  },

  "relying-party.trust-responders": async ({ people, own, outbox }) => {
    const id = await outbox.switchedOffParty();
    const rule = { id, needsAdmin: true };
    await keepRetryRule(ownerOf(own), rule);
    return { person: people.admin, input: { id }, change: () => keepRetryRule(ownerOf(own), rule) };
  },

  "request.reconcile": async (cast) => {
    const id = await openRequest(cast);
    await cast.own.owner.query("UPDATE action_requests SET state = 'unknown', started_at = now() WHERE id = $1", [id]);
    return { person: cast.people.responder, input: { id } };
  },

  "request.sweep": async (cast) => {
    const id = await openRequest(cast);
    await cast.own.owner.query("UPDATE action_requests SET execute_by = now() WHERE id = $1", [id]);
    return { person: null, input: {} };
  },

  "request.withdraw": async (cast) => ({ person: cast.people.responder, input: { id: await openRequest(cast) } }),

  "review.escalate": async ({ own, people }) => {
    await owedReview(ownerOf(own), { email: people.responder.email, lateHours: 1 });
    return { person: null, input: {} };
  },

  "review.file": async ({ own, people }) => {
    const id = await owedReview(ownerOf(own), { email: people.responder.email, written: true });
    const change = async () => void (await own.owner.query("UPDATE reviews SET version = 7 WHERE id = $1", [id]));
    return { person: people.admin, input: { id }, change };
  },

  "review.write": async ({ own, people }) => {
    const id = await owedReview(ownerOf(own), { email: people.responder.email });
    return { person: people.responder, input: { id, version: 0, ...answers } };
  },

  "worker.beat": async () => ({ person: null, input: {} }),
};

async function openRequest({ people, outbox }: Cast): Promise<string> {
  const { id } = await outbox.row();
  return stored(await people.responder.actor(), { operation: "delivery.retry", input: { id } });
}

const asking =
  ({ owner }: OwnConsole) =>
  (sql: string, values: unknown[]) =>
    owner.query(sql, values);
