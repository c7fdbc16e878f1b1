import { beforeAll, describe, expect, it } from "vitest";
import type { HumanActor } from "@/lib/access/actor";
import { findThings } from "@/lib/command-bar/queries/find-things";
import { calm } from "../support/calm";
import { healthyAgain, type KnownDelivery, listDead } from "../support/dead-letters";
import { mina, sol } from "../support/people";

let responder: HumanActor;
let manager: HumanActor;
let dead: KnownDelivery;
beforeAll(async () => {
  await calm();
  responder = await (await mina()).actor();
  manager = await (await sol()).actor();
  [dead] = (await listDead(healthyAgain.id, 1)) as [KnownDelivery];
});

const kinds = async (actor: HumanActor, typed: string) =>
  (await findThings(actor, typed)).things.map(({ kind }) => kind);

describe("the command bar", () => {
  it("finds deliveries for whoever may see them, and for nobody else", async () => {
    for (const typed of [dead.id, dead.idempotencyKey]) {
      expect(await kinds(responder, typed)).toContain("delivery");
      expect(await kinds(manager, typed)).not.toContain("delivery");
    }
  });

  it("takes wildcards for what they are", async () => {
    for (const typed of ["%%%", "___", "p_do", "%kid%"])
      expect([typed, await kinds(responder, typed)]).toEqual([typed, []]);
  });
});
