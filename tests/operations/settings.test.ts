import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { OperationName } from "@/lib/access/policy";
import { listApps } from "@/lib/apps/queries/list-apps";
import { findContact, listContacts } from "@/lib/contacts/queries/list-contacts";
import { loadEnv } from "@/lib/core/env";
import { proveRequest } from "@/lib/operations/perform/prove";
import { performRoutine } from "@/lib/operations/perform/routine";
import { findOperation } from "@/lib/operations/registry";
import { findRetryRule } from "@/lib/relying-parties/queries/find-retry-rule";
import { codeOf, must, newRef, stored } from "../support/acts";
import { hold, isWaiting } from "../support/databases";
import { recorded, recordedKinds } from "../support/record";
import type { Query } from "../support/reviews";
import { aContact, anApp, keepRetryRule, keptApp, keptContact, seedWith, touchSetting } from "../support/settings";
import { Stage } from "../support/stage";

let stage: Stage;
const query: Query = async (sql, values) => (await stage.cast.own.owner.query(sql, values)).rows;
beforeAll(async () => {
  stage = await Stage.open();
});
afterAll(() => stage.close());

const operation = (name: OperationName) => findOperation(name) ?? expect.fail(name);
const admin = () => stage.cast.people.admin;

async function carryOut(name: OperationName, input: object, ref = newRef()): Promise<string> {
  return codeOf(await stage.carryOut(operation(name), { person: admin(), input: { ...input } }, ref));
}
const ask = async (name: OperationName, input: object) =>
  codeOf(await stage.ask(operation(name), await admin().actor(), input));

describe("apps", () => {
  const find = async (id: string) => (await listApps(stage.cast.worker)).find((app) => app.id === id);

  it("are added, changed and removed, and come back under their id", async () => {
    const { id, ...app } = anApp();
    expect(await carryOut("app.add", { id, ...app })).toBe("ok");
    expect(await find(id)).toMatchObject({ id, ...app, version: 1 });
    expect(await ask("app.add", { id, ...app })).toBe("app_exists");
    expect(await carryOut("app.change", { id, version: 1, ...app, healthUrl: null })).toBe("ok");
    expect(await find(id)).toMatchObject({ healthUrl: null, version: 2 });
    expect(await ask("app.change", { id, version: 1, ...app })).toBe("target_changed");
    expect(await ask("app.change", { id, version: 2, ...app, healthUrl: null })).toBe("nothing_to_change");
    expect(await carryOut("app.remove", { id, version: 2 })).toBe("ok");
    expect(await find(id)).toBeUndefined();
    expect(await ask("app.change", { id, version: 3, ...app })).toBe("app_not_found");
    expect(await ask("app.remove", { id, version: 3 })).toBe("app_not_found");
    expect(await carryOut("app.add", { id, ...app })).toBe("ok");
    expect(await find(id)).toMatchObject({ ...app, version: 4 });
  });

  it("come from the environment once: what people changed or removed stays theirs", async () => {
    const [first, second] = [anApp(), await keptApp(query)];
    const seed = async (ref = newRef()) => {
      const done = await performRoutine(stage.cast.worker, ref, { operation: "app.seed", input: {} });
      return [codeOf(done), await recordedKinds(stage.cast.own.owner, ref)];
    };
    seedWith(first, { ...second, name: "From the environment" });
    expect(await seed()).toEqual(["ok", ["system"]]);
    expect(await find(first.id)).toMatchObject(first);
    expect(await find(second.id)).toMatchObject({ name: second.name });
    expect(await carryOut("app.remove", { id: first.id, version: 1 })).toBe("ok");
    expect(await seed()).toEqual(["ok", []]);
    expect(await find(first.id)).toBeUndefined();
    seedWith({ ...anApp(), url: "not an address" });
    expect(await seed()).toEqual(["invalid_input", ["refusal invalid_input"]]);
    seedWith();
  });

  it.each(["{", '{"id":"x"}', '"apps"', "7"])("are not read from APPS=%s", (text) => {
    expect(() => loadEnv({ ...process.env, APPS: text })).toThrow(/APPS: must be a JSON list/);
  });
});

describe("contacts", () => {
  const verifiedBy = async (id: string) => (await findContact(stage.cast.worker, id))?.verifiedBy ?? null;

  it("are verified by who reached them, until their channels change", async () => {
    const id = await keptContact(query);
    const { channels, ...rest } = aContact();
    expect(await verifiedBy(id)).toBeNull();
    expect(await carryOut("contact.verify", { id, version: 1 })).toBe("ok");
    expect(await verifiedBy(id)).toBe("Jae Han");
    expect(await carryOut("contact.change", { id, version: 2, ...rest, channels, note: "Ask for Kim." })).toBe("ok");
    expect(await verifiedBy(id)).toBe("Jae Han");
    const fewer = channels.slice(1);
    expect(await carryOut("contact.change", { id, version: 3, ...rest, channels: fewer, note: "Ask for Kim." })).toBe(
      "ok",
    );
    expect(await findContact(stage.cast.worker, id)).toMatchObject({ channels: fewer, verifiedAt: null, version: 4 });
  });

  it("that somebody else has changed meanwhile are not changed by who saw what they were", async () => {
    const id = await keptContact(query);
    expect(await carryOut("contact.change", { id, version: 1, ...aContact(), note: "Ask for Kim." })).toBe("ok");
    expect(await ask("contact.change", { id, version: 1, ...aContact(), note: "Ask for Lee." })).toBe("target_changed");
    expect(await findContact(stage.cast.worker, id)).toMatchObject({ note: "Ask for Kim.", version: 2 });
  });

  it("are added and removed, and none of their addresses is in the record", async () => {
    const ref = newRef();
    const contact = { ...aContact(), name: "Somebody new" };
    expect(await carryOut("contact.add", contact, ref)).toBe("ok");
    const added = (await listContacts(stage.cast.worker)).find(({ name }) => name === contact.name);
    expect(added).toMatchObject({ ...contact, version: 1, verifiedAt: null });
    expect(JSON.stringify(await recorded(stage.cast.own.owner, ref))).not.toMatch(/host\.example|555-0100/);
    expect(await carryOut("contact.remove", { id: added?.id, version: 1 })).toBe("ok");
    expect(await ask("contact.verify", { id: added?.id, version: 2 })).toBe("contact_not_found");
  });

  it("of a relying party that the IdP does not know are refused", async () => {
    expect(await ask("contact.add", { ...aContact(), relyingPartyId: "999999999" })).toBe("relying_party_not_found");
    const id = await keptContact(query);
    const change = { id, version: 1, ...aContact(), relyingPartyId: "999999999" };
    expect(await ask("contact.change", change)).toBe("relying_party_not_found");
    expect(await ask("contact.change", { ...change, relyingPartyId: "12" })).toBe("ok");
  });
});

describe("what somebody else has changed meanwhile", () => {
  it.each([
    ["app.remove", "apps"],
    ["contact.verify", "contacts"],
    ["contact.remove", "contacts"],
  ] as const)("is no matter of %s for who saw what it was", async (name, table) => {
    const id = table === "apps" ? (await keptApp(query)).id : await keptContact(query);
    await touchSetting(query, table, id);
    expect(await ask(name, { id, version: 1 })).toBe("target_changed");
    expect(await ask(name, { id, version: 2 })).toBe("ok");
  });
});

it("nothing stands of a run that ends after it was said that it did not happen", async () => {
  const { own, worker } = stage.cast;
  const id = await keptContact(query);
  const request = await stage.ready(operation("contact.verify"), { person: admin(), input: { id, version: 1 } });
  const held = await hold(own.owner, "SELECT FROM contacts WHERE id = $1 FOR UPDATE", [id]);
  const ref = newRef();
  const confirming = stage.confirm(request, ref);
  try {
    await expect.poll(() => isWaiting(own.owner, "sallyport-console"), { interval: 5 }).toBe(true);
    // As reconciling says of what wrote no outcome for a minute; no lock of ours is waited for that long.
    await held.query("UPDATE action_requests SET state = 'failed', finished_at = now() WHERE id = $1", [request.id]);
  } finally {
    await held.release();
  }
  expect(codeOf(await confirming)).toBe("internal_error");
  expect(await findContact(worker, id)).toMatchObject({ verifiedBy: null, version: 1 });
  expect(await recordedKinds(own.owner, ref)).toEqual(["intent"]);
  expect(await query("SELECT state FROM action_requests WHERE id = $1", [request.id])).toEqual([{ state: "failed" }]);
});

describe("a relying party that asks for an admin", () => {
  const partyOf = async (needsAdmin: boolean): Promise<string> => {
    const id = await stage.cast.outbox.switchedOffParty();
    await stage.cast.outbox.switched(id, true);
    await keepRetryRule(query, { id, needsAdmin });
    return id;
  };
  const retryOf = async (relyingParty: string) => ({ id: (await stage.cast.outbox.row({ relyingParty })).id });
  const stateAfterProof = async (person: "responder" | "admin", input: object) => {
    const asker = stage.cast.people[person];
    const id = await stored(await asker.actor(), { operation: "delivery.retry", input });
    return must(await proveRequest(await asker.freshProof(), newRef(), { id }));
  };

  it("lets a responder's retry wait for one, and an admin's run", async () => {
    const party = await partyOf(true);
    const waiting = await stateAfterProof("responder", await retryOf(party));
    expect(waiting).toMatchObject({ state: "awaiting_approval", nonce: null });
    expect(await stateAfterProof("admin", await retryOf(party))).toMatchObject({ state: "ready" });
  });

  it("lets it run when the admin said yes", async () => {
    const party = await partyOf(true);
    const { responder } = stage.cast.people;
    const request = await stage.readyWithApproval(responder, {
      operation: "delivery.retry",
      input: await retryOf(party),
    });
    expect(codeOf(await stage.confirm(request))).toBe("ok");
  });

  it("stops a retry that was ready before the rule was tightened", async () => {
    const party = await partyOf(false);
    const { responder } = stage.cast.people;
    const situation = { person: responder, input: await retryOf(party) };
    const request = await stage.ready(operation("delivery.retry"), situation);
    expect(await carryOut("relying-party.require-admin", { id: party })).toBe("ok");
    expect(codeOf(await stage.confirm(request))).toBe("second_person_needed");
  });

  it("is made so by one admin, and trusts responders again by two", async () => {
    const id = await stage.cast.outbox.switchedOffParty();
    expect(await ask("relying-party.trust-responders", { id })).toBe("nothing_to_change");
    expect(await carryOut("relying-party.require-admin", { id })).toBe("ok");
    expect(await findRetryRule(stage.cast.worker, id)).toEqual({ needsAdmin: true, version: 1 });
    expect(await ask("relying-party.require-admin", { id })).toBe("nothing_to_change");
    expect(await carryOut("relying-party.trust-responders", { id })).toBe("ok");
    expect(await findRetryRule(stage.cast.worker, id)).toEqual({ needsAdmin: false, version: 2 });
    expect(await ask("relying-party.require-admin", { id: "999999999" })).toBe("relying_party_not_found");
  });
});

describe("relying-party.switch-on", () => {
  it("is refused for one that is on or unknown", async () => {
    expect(await ask("relying-party.switch-on", { id: "12" })).toBe("relying_party_on");
    expect(await ask("relying-party.switch-on", { id: "999999999" })).toBe("relying_party_not_found");
  });

  it("is known to have happened, or not, by the stamp that it leaves", async () => {
    const id = await stage.cast.outbox.switchedOffParty();
    const request = await stage.ready(operation("relying-party.switch-on"), {
      person: stage.cast.people.responder,
      input: { id },
    });
    const unknown = async () => {
      await query("UPDATE action_requests SET state = 'unknown' WHERE id = $1", [request.id]);
      const asked = { operation: "request.reconcile", input: { id: request.id } };
      const done = await performRoutine(await stage.cast.people.responder.actor(), newRef(), asked);
      const [row] = await query<{ state: string }>("SELECT state FROM action_requests WHERE id = $1", [request.id]);
      return [codeOf(done), row?.state];
    };
    expect(await unknown()).toEqual(["ok", "failed"]);
    await query("UPDATE action_requests SET state = 'ready' WHERE id = $1", [request.id]);
    expect(codeOf(await stage.confirm(request))).toBe("ok");
    expect(await unknown()).toEqual(["ok", "succeeded"]);
    await stage.cast.outbox.touchParty(id);
    expect(await unknown()).toEqual(["outcome_unknown", "unknown"]);
  });
});
