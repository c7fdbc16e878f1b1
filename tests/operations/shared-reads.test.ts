import { afterAll, beforeAll, expect, it } from "vitest";
import type { HumanActor } from "@/lib/access/actor";
import { shared } from "@/lib/live/queries/shared";
import { Door } from "../support/door";
import { enterOwnConsole, type OwnConsole } from "../support/own-console";

let own: OwnConsole;
let reader: HumanActor;

beforeAll(async () => {
  own = await enterOwnConsole();
  reader = await (await Door.build(own)).people.mina.actor();
});
afterAll(() => own.close());

it("asks once for all who ask meanwhile, and anew for who comes later", async () => {
  let asked = 0;
  const together = shared(60_000, async () => (asked += 1));
  expect(await Promise.all([together(reader), together(reader), together(reader)])).toEqual([1, 1, 1]);
  const anew = shared(0, async () => (asked += 1));
  expect([await anew(reader), await anew(reader)]).toEqual([2, 3]);
});

it("keeps no failure: who asks next is answered", async () => {
  let fails = true;
  const read = shared(60_000, async () => {
    if (fails) throw new Error("the database is away");
    return "well";
  });
  await expect(read(reader)).rejects.toThrow("away");
  fails = false;
  expect(await read(reader)).toBe("well");
});
