import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { listViews } from "@/lib/deliveries/queries/list-views";
import { viewLimit } from "@/lib/deliveries/shapes";
import { performRoutine } from "@/lib/operations/perform/routine";
import { codeOf, must, newRef } from "../support/acts";
import { enterOwnConsole, type OwnConsole } from "../support/own-console";
import { ownerOf } from "../support/owner";
import { jae, mina, type Person, sol } from "../support/people";
import { aView, keptView } from "../support/views";

let own: OwnConsole;
let responder: Person;
let admin: Person;
beforeAll(async () => {
  own = await enterOwnConsole();
  [responder, admin] = [await mina(), await jae()];
  for (const person of [responder, admin]) await person.actor();
});
afterAll(() => own.close());

const save = async (input: ReturnType<typeof aView>, by = responder) =>
  performRoutine(await by.actor(), newRef(), { operation: "delivery-view.save", input });
const remove = async (id: string, by = responder) =>
  performRoutine(await by.actor(), newRef(), { operation: "delivery-view.remove", input: { id } });
const seen = async (name: string, by = responder) =>
  (await listViews(await by.actor())).filter((view) => view.name === name);

describe("a view", () => {
  it("is kept for its person alone, unless it is shared, and a manager sees none", async () => {
    const view = aView();
    must(await save(view));
    expect(await seen(view.name)).toMatchObject([{ search: view.search, own: true, shared: false }]);
    expect(await seen(view.name, admin)).toEqual([]);
    must(await save({ ...view, shared: true }));
    expect(await seen(view.name, admin)).toMatchObject([{ search: view.search, own: false, owner: "Mina Seo" }]);
    expect(await listViews(await (await sol()).actor())).toEqual([]);
  });

  it("takes the place of one's own of that name, and of nobody else's", async () => {
    const view = aView();
    must(await save({ ...view, shared: true }, admin));
    must(await save(view));
    must(await save({ ...view, search: { ...view.search, app: "12" } }));
    expect((await seen(view.name)).map(({ search: { app }, own: mine }) => [app, mine])).toEqual([
      ["12", true],
      ["57", false],
    ]);
  });

  it("is removed by its person alone, shared or not", async () => {
    const id = await keptView(ownerOf(own), responder.email, true);
    expect(codeOf(await remove(id, admin))).toBe("view_not_found");
    expect(codeOf(await remove(id))).toBe("ok");
    expect(codeOf(await remove(id))).toBe("view_not_found");
  });

  it("is one of thirty at most, also of many that are saved at once", async () => {
    await own.owner.query("DELETE FROM delivery_views");
    for (let count = 1; count < viewLimit; count += 1) await keptView(ownerOf(own), responder.email);
    const codes = (await Promise.all(Array.from({ length: 5 }, () => save(aView())))).map(codeOf);
    expect(codes.toSorted()).toEqual(["ok", "view_limit", "view_limit", "view_limit", "view_limit"]);
  });

  it("with a name that no database could hold is refused", async () => {
    expect(codeOf(await save({ ...aView(), name: "a\u0000b" }))).toBe("invalid_input");
  });
});
