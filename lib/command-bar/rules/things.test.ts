import { describe, expect, it } from "vitest";
import type { Thing } from "../shapes";
import { actsOn, addressOf } from "./things";

const delivery = { kind: "delivery", id: "7", state: "dead", eventType: "user.updated", relyingParty: "EB" } as const;
const kid = {
  kind: "kid",
  kid: "whk 1",
  state: "active",
  relyingPartyId: "12",
  relyingParty: "EB",
} as const;
const request = {
  kind: "request",
  id: "r",
  operation: "delivery.retry",
  subject: "7",
  state: "ready",
  own: true,
} as const;

describe("the page of a thing", () => {
  it.each<[Thing, string]>([
    [delivery, "/deliveries/7"],
    [{ kind: "relying_party", id: "12", name: "EB", on: true }, "/relying-parties/12"],
    [{ kind: "customer", id: "51", inTable: true }, "/people/51"],
    [{ kind: "incident", number: 42, title: "x", open: true }, "/incidents/42"],
    [request, "/operations/r"],
    [kid, "/keys/whk%201"],
  ])("of %j is %s", (thing, address) => {
    expect(addressOf(thing)).toBe(address);
  });
});

describe("what can be asked for", () => {
  it("of a delivery is a retry only while it is dead", () => {
    expect(actsOn(delivery)).toContain("delivery.retry");
    expect(actsOn({ ...delivery, state: "pending" })).not.toContain("delivery.retry");
  });

  it("of a request is to withdraw one's own while it is open, and to reconcile what is unknown", () => {
    expect(actsOn(request)).toEqual(["request.withdraw"]);
    expect(actsOn({ ...request, own: false })).toEqual([]);
    expect(actsOn({ ...request, state: "succeeded" })).toEqual([]);
    expect(actsOn({ ...request, state: "unknown" })).toEqual(["request.reconcile"]);
  });

  it("of a key is to revoke it while it signs", () => {
    expect(actsOn(kid)).toEqual(["key.compromise"]);
    expect(actsOn({ ...kid, state: "retired" })).toEqual([]);
  });

  it("of a relying party is to switch it off while it is on, and on while it is off", () => {
    expect(actsOn({ kind: "relying_party", id: "1", name: "x", on: false })).toEqual(["relying-party.switch-on"]);
    expect(actsOn({ kind: "relying_party", id: "1", name: "x", on: true })).toEqual(["relying-party.switch-off"]);
  });
});
