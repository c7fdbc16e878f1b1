import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { PersonActor, Visitor } from "@/lib/access/actor";
import { confirmStanding, identifyToken } from "@/lib/access/session";
import { confirmRequest } from "@/lib/operations/perform/confirm";
import { codeOf, newRef, ready } from "../support/acts";
import { control } from "../support/control";
import { Outbox } from "../support/deliveries";
import { enterOwnConsole, type OwnConsole } from "../support/own-console";
import { ari, jae, mina, type Person, sol } from "../support/people";
import { forgetRoles, rememberRoles, whileRolesAre } from "../support/roles";
import { stopwatch } from "../support/stopwatch";
import { withClaims } from "../support/tokens";

let own: OwnConsole;
let responder: Person;
beforeAll(async () => {
  own = await enterOwnConsole();
  responder = await mina();
});
beforeEach(async () => {
  await responder.identified();
});
afterEach(async () => {
  await control.clearFault("clerk-console");
  await own.owner.query("DELETE FROM role_grants; DELETE FROM role_blocks");
  await forgetRoles(own.owner, responder.email);
});
afterAll(() => own.close());

const email = "mina@ops.example";
const rolesOf = (identified: PersonActor | Visitor): string =>
  identified.kind === "person" ? identified.roles.join() : identified.refusal.code;

async function give(table: "role_grants" | "role_blocks", role: string, ended = false): Promise<void> {
  await own.owner.query(
    `INSERT INTO ${table} (id, person_id, role, ended_at) SELECT gen_random_uuid(), id, $2, CASE WHEN $3 THEN now() END FROM people WHERE email = $1`,
    [email, role, ended],
  );
}

/** How often the console asked Clerk what this person is, while the work went on. The worker asks for everybody now and then. */
async function timesAsked(work: () => Promise<unknown>): Promise<number> {
  const since = new Date();
  await work();
  const journal = await control.journal({ neighbour: "clerk-console", since });
  return journal.filter(({ path }) => path.startsWith("/v1/organizations/org_sallyport_ops/memberships?user_id="))
    .length;
}

describe("what somebody may be is", () => {
  const cast: [string, () => Promise<Person>, string][] = [
    ["what Clerk says: a responder", mina, "responder"],
    ["what Clerk says: an admin", jae, "admin"],
    ["what Clerk says: a manager", sol, "manager"],
  ];
  it.each(cast)("%s", async (_what, signIn, roles) => {
    expect(rolesOf(await (await signIn()).identified())).toBe(roles);
  });

  const ours: [string, () => Promise<unknown>, string][] = [
    ["and what we granted", () => give("role_grants", "manager"), "responder,manager"],
    ["without what we granted until a moment ago", () => give("role_grants", "admin", true), "responder"],
    ["without what we blocked", () => give("role_blocks", "responder"), "no_role"],
    ["with what we blocked until a moment ago", () => give("role_blocks", "responder", true), "responder"],
    [
      "without what we granted and blocked",
      () => give("role_grants", "admin").then(() => give("role_blocks", "admin")),
      "responder",
    ],
    ["and nothing that is no role here", () => give("role_grants", "owner"), "responder"],
  ];
  it.each(ours)("%s", async (_what, change, roles) => {
    await change();
    expect(rolesOf(await responder.identified())).toBe(roles);
  });
});

describe("what Clerk said is remembered", () => {
  it("for less than twenty seconds: then it is asked again", async () => {
    expect(await timesAsked(() => responder.identified())).toBe(0);
    await rememberRoles(own.owner, email, { roles: ["responder"], ageSeconds: 21 });
    expect(await timesAsked(() => responder.identified())).toBe(1);
    expect(await timesAsked(() => responder.identified())).toBe(0);
  });

  it("so a role taken away is gone for reads then, and for guarded acts at once, whatever the token says", async () => {
    await whileRolesAre(own.owner, { email, roles: [] }, async () => {
      const token = await withClaims(await responder.token(), (claims) => ({
        ...claims,
        o: { id: "org_sallyport_ops", rol: "responder" },
      }));
      const actor = (await identifyToken(token)) as PersonActor;
      expect(rolesOf(actor)).toBe("responder");
      expect(await confirmStanding(actor)).toMatchObject({ ok: true, value: { roles: [] } });
      expect(rolesOf(await identifyToken(token))).toBe("no_role");
    });
    expect(rolesOf(await responder.identified())).toBe("responder");
  });

  it("also across a change of role: the new one counts, the token's old one does not", async () => {
    await whileRolesAre(own.owner, { email, roles: ["org:manager"] }, async () => {
      await forgetRoles(own.owner, email);
      expect(rolesOf(await responder.identified())).toBe("manager");
    });
  });
});

describe("while Clerk does not answer", () => {
  const tokenFrom = async (secondsAgo: number, rol: string): Promise<string> => {
    const iat = Math.floor(Date.now() / 1_000) - secondsAgo;
    return withClaims(await responder.token(), (claims) => ({
      ...claims,
      iat,
      nbf: iat,
      exp: iat + 60,
      o: { id: "org_sallyport_ops", rol },
    }));
  };

  it("a token that is newer than our memory counts", async () => {
    await rememberRoles(own.owner, email, { roles: [], ageSeconds: 3_600 });
    const token = await tokenFrom(5, "manager");
    await control.setFault("clerk-console", { outage: true });
    expect(rolesOf(await identifyToken(token))).toBe("manager");
  });

  it("our memory counts when it is newer than the token", async () => {
    await rememberRoles(own.owner, email, { roles: [], ageSeconds: 25 });
    const token = await tokenFrom(50, "responder");
    await control.setFault("clerk-console", { outage: true });
    expect(rolesOf(await identifyToken(token))).toBe("no_role");
  });

  it("our own blocks and grants still count", async () => {
    await give("role_blocks", "responder");
    await give("role_grants", "manager");
    await rememberRoles(own.owner, email, { roles: ["responder"], ageSeconds: 3_600 });
    const token = await tokenFrom(5, "responder");
    await control.setFault("clerk-console", { outage: true });
    expect(rolesOf(await identifyToken(token))).toBe("manager");
  });

  it("somebody whom we never saw stays outside", async () => {
    const stranger = await ari();
    const token = await stranger.token();
    await control.setFault("clerk-console", { outage: true });
    expect(rolesOf(await identifyToken(token))).toBe("clerk_unreachable");
  });

  const troubles: [string, object][] = [
    ["is a dead host", { outage: true }],
    ["answers 503", { status: 503 }],
    ["answers 429", { rateLimit: true }],
    ["answers half a JSON", { malformed: true }],
    ["takes longer than a second", { hang: true }],
  ];
  it.each(troubles)("nothing guarded is confirmed: it %s", async (_how, fault) => {
    const actor = await responder.actor();
    await control.setFault("clerk-console", fault);
    const tookMs = stopwatch();
    expect(await confirmStanding(actor)).toMatchObject({ ok: false, refusal: { code: "role_unconfirmed" } });
    expect(tookMs()).toBeLessThan(2_500);
  });
});

describe("two accounts of one person", () => {
  it("are one person, and neither confirms what the other has proved", async () => {
    const outbox = new Outbox();
    const [first, second] = await Promise.all([jae(), ari()]);
    const { personId } = await first.actor();
    const { personId: before, clerkUserId } = await second.actor();
    await own.owner.query("UPDATE person_accounts SET person_id = $1 WHERE clerk_user_id = $2", [
      personId,
      clerkUserId,
    ]);
    try {
      const linked = await second.freshProof();
      expect(linked.personId).toBe(personId);
      const request = await ready(first, { operation: "delivery.retry", input: { id: (await outbox.row()).id } });
      expect(codeOf(await confirmRequest(linked, newRef(), request))).toBe("nonce_foreign");
    } finally {
      await own.owner.query("UPDATE person_accounts SET person_id = $1 WHERE clerk_user_id = $2", [
        before,
        clerkUserId,
      ]);
      await outbox.close();
    }
  });
});
