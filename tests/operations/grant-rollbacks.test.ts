import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { GrantActor } from "@/lib/access/actor";
import type { OperationName } from "@/lib/access/policy";
import { confirmRequest } from "@/lib/operations/perform/confirm";
import { decideRequest } from "@/lib/operations/perform/decide";
import { proveRequest } from "@/lib/operations/perform/prove";
import { requestOperation } from "@/lib/operations/perform/request";
import { performRoutine } from "@/lib/operations/perform/routine";
import { codeOf, must, newRef } from "../support/acts";
import { nonceFor } from "../support/approvals";
import { Door } from "../support/door";
import { deploysOf, hostControl, suspected } from "../support/host";
import { HostStage } from "../support/host-stage";
import { recorded } from "../support/record";

let host: HostStage;
let door: Door;
beforeAll(async () => {
  host = await HostStage.open();
  door = await Door.build(host.stage.cast.own);
});
beforeEach(async () => {
  await host.begin();
  await door.reset();
});
afterEach(() => host.calm());
afterAll(() => host.close());

const holder = async (who: "mina" | "jae") => door.holder(must(await door.open(who)));
const wish = (operation: OperationName) => ({
  operation,
  input: { app: host.app },
  reason: "Clerk is down, and so is this app since its deploy.",
});

async function proved(actor: GrantActor, operation: OperationName) {
  const { id, digest } = must(await requestOperation(actor, newRef(), wish(operation)));
  const { state } = must(await proveRequest(actor, newRef(), { id, proof: door.code("mina") }));
  return { id, digest, state };
}

describe("a rollback while nobody can sign in", () => {
  it("is an emergency's for one holder alone: every admin is paged, a review is owed, and it is followed", async () => {
    await suspected(host.query, host.app, await host.serving());
    const actor = await holder("mina");
    const { id, state } = await proved(actor, "deploy.rollback-emergency");
    expect(state).toBe("ready");
    const ref = newRef();
    must(await confirmRequest(actor, ref, { id, nonce: await nonceFor(actor, id) }));
    expect(
      (await recorded(host.stage.cast.own.owner, ref)).map(({ kind, actor: who }) => [kind, who?.kind]),
    ).toContainEqual(["intent", "grant"]);
    await host.followed();
    expect(await host.card(id)).toMatchObject({ state: "succeeded" });
    expect((await deploysOf(host.serviceId))[0]).toMatchObject({ status: "live", trigger: "rollback" });
    expect(await host.query("SELECT urgency FROM notices WHERE dedup_key = $1", [`emergency.ran/${id}`])).toEqual([
      { urgency: "page" },
    ]);
    expect(await host.query("SELECT 1 AS one FROM reviews WHERE subject_id = $1", [id])).toEqual([{ one: 1 }]);
  });

  it("is nobody's alone where our own probes suspect nothing", async () => {
    const asked = await requestOperation(await holder("mina"), newRef(), wish("deploy.rollback-emergency"));
    expect(codeOf(asked)).toBe("deploy_not_suspected");
  });

  it("is grave otherwise: one holder alone can't, and with a second one who is an admin it runs", async () => {
    const before = await host.rollbacks();
    const actor = await holder("mina");
    const { id, digest, state } = await proved(actor, "deploy.rollback");
    expect(state).toBe("awaiting_approval");
    const yes = (who: "mina" | "jae") => ({
      id,
      digest,
      decision: "approve" as const,
      reason: "seen",
      proof: door.code(who),
    });
    expect(codeOf(await decideRequest(actor, newRef(), yes("mina")))).toBe("not_allowed");
    expect(codeOf(await confirmRequest(actor, newRef(), { id, nonce: "A".repeat(43) }))).toBe("nonce_invalid");
    expect(await host.rollbacks({ besides: before })).toEqual([]);
    const second = await holder("jae");
    must(await decideRequest(second, newRef(), yes("jae")));
    must(await confirmRequest(actor, newRef(), { id, nonce: await nonceFor(actor, id) }));
    await host.followed();
    expect(await host.card(id)).toMatchObject({ state: "succeeded" });
    expect(await host.rollbacks({ besides: before })).toHaveLength(1);
  });

  it("can be called off by its holder at once, like any deploy", async () => {
    await hostControl(`POST /render/${host.slug}/deploys`, { message: "On its way" });
    const [newest] = await deploysOf(host.serviceId);
    const input = { app: host.app, deploy: newest?.id ?? "" };
    must(await performRoutine(await holder("mina"), newRef(), { operation: "deploy.cancel", input }));
    expect((await deploysOf(host.serviceId))[0]).toMatchObject({ id: newest?.id, status: "canceled" });
  });
});

describe("what else is done at the host", () => {
  it.each([
    "deploy.trigger",
    "service.restart",
    "service.suspend",
    "service.resume",
    "service.maintenance",
    "service.auto-deploy-on",
    "env-key.set",
  ] as const)("%s is in no grant", async (operation) => {
    expect(codeOf(await requestOperation(await holder("jae"), newRef(), wish(operation)))).toBe("grant_scope");
  });
});
