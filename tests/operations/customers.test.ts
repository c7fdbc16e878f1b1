import { afterEach, beforeAll, describe, expect, it } from "vitest";
import { closeDatabases } from "@/lib/core/db";
import { findCustomer } from "@/lib/customers/queries/find-customer";
import { readByEmailPart, readLinks } from "@/lib/customers/queries/identity-users";
import { searchCustomers } from "@/lib/customers/queries/search-customers";
import { listBySubject } from "@/lib/deliveries/queries/list-by-subject";
import { calm } from "../support/calm";
import { control } from "../support/control";
import { characters, clerkIdOf, emailOf } from "../support/customers";
import { mina, type Person, sol } from "../support/people";
import { idpRows } from "../support/rows";

let responder: Person;
let manager: Person;
beforeAll(async () => {
  await calm();
  responder = await mina();
  manager = await sol();
});
afterEach(calm);

const refused = { refusal: { code: "not_allowed" } };

describe("customers", () => {
  it("are for those who act, at every door to them", async () => {
    const actor = await manager.actor();
    await expect(searchCustomers(actor, "")).rejects.toMatchObject(refused);
    await expect(searchCustomers(actor, emailOf(51))).rejects.toMatchObject(refused);
    await expect(findCustomer(actor, "51")).rejects.toMatchObject(refused);
    await expect(readByEmailPart(actor, "customer", 5)).rejects.toMatchObject(refused);
    await expect(readLinks(actor, "41")).rejects.toMatchObject(refused);
    await expect(listBySubject(actor, ["u_51"], 5)).rejects.toMatchObject(refused);
  });

  it("leave with masked addresses, found or looked at", async () => {
    const actor = await responder.actor();
    const told = JSON.stringify([
      await searchCustomers(actor, "customer-04"),
      await findCustomer(actor, String(characters.telephone)),
    ]);
    expect(told).toContain("•");
    expect(told).not.toMatch(/@|\+1555/);
  });

  it("are found by what was typed, wildcards and all", async () => {
    const actor = await responder.actor();
    for (const wild of ["%%%", "customer-05_@", "___", "customer\\"]) {
      expect([wild, await readByEmailPart(actor, wild, 5)]).toEqual([wild, []]);
    }
    expect(await readByEmailPart(actor, "CUSTOMER-051@", 5)).toHaveLength(1);
  });

  it("are told from somebody with the same address who is not joined to them", async () => {
    const actor = await responder.actor();
    const [before] = await idpRows<{ email: string }>("SELECT email FROM users WHERE id = 7000");
    await idpRows("UPDATE users SET email = $1 WHERE id = 7000", [emailOf(characters.unsynced).toUpperCase()]);
    try {
      const clerkId = await clerkIdOf(characters.unsynced);
      const [user, row] = [await findCustomer(actor, clerkId), await findCustomer(actor, "7000")];
      expect(user?.namesake).toEqual({ place: "identity_provider", id: "7000" });
      expect(row?.explanation.causes[0]).toBe("not_at_clerk");
    } finally {
      await idpRows("UPDATE users SET email = $1 WHERE id = 7000", [before?.email]);
    }
  });

  it("who are nobody's are told from those who could not be asked for", async () => {
    const actor = await responder.actor();
    expect(await findCustomer(actor, "user_nobody")).toBeNull();
    await control.setFault("clerk-managed", { status: 503 });
    expect(await findCustomer(actor, "user_nobody")).toMatchObject({
      clerk: { ok: false, trouble: "unexpected_answer" },
      identity: { ok: true, value: null },
      explanation: { conclusion: "clerk_down", causes: [] },
    });
    await control.clearFault("clerk-managed");
    await control.startScenario("identity-database-down");
    // Whoever is connected already stays so; a new connection is refused.
    await closeDatabases();
    expect(await findCustomer(actor, "7000")).toMatchObject({
      identityId: "7000",
      identity: { ok: false },
      clerk: { ok: false, trouble: "not_asked" },
      explanation: { conclusion: "partial", causes: [] },
    });
  });
});
