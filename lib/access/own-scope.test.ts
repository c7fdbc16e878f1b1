import { describe, expect, it } from "vitest";
import { actPlaces, pagePlaces } from "@/lib/command-bar/rules/places";
import { ownScope } from "./own-scope";
import { operationPolicy, readPolicy } from "./policy";

const person = (...roles: ("responder" | "admin" | "manager")[]) => ownScope({ kind: "person", roles });
const holder = (drill: boolean) => ownScope({ kind: "grant", roles: ["responder", "admin"], drill });

describe("what somebody is shown of the console", () => {
  it("is what one of their roles allows", () => {
    expect(person("manager").acts).not.toHaveProperty("delivery.retry");
    expect(person("manager").reads).not.toContain("delivery rows");
    expect(person("manager", "responder").acts).toMatchObject({ "delivery.retry": "guarded" });
    expect(person("responder").acts).not.toHaveProperty("contact.add");
    expect(person().acts).toEqual({});
    expect(person().reads).toEqual([]);
  });

  it("is nothing that the worker does by itself", () => {
    expect(Object.values(person("responder", "admin", "manager").acts)).not.toContain("system");
  });

  it("is, by break-glass, what both the role and the grant allow", () => {
    expect(holder(false).acts).toHaveProperty("delivery.retry");
    expect(holder(false).acts).not.toHaveProperty("contact.add");
  });

  it("is, in a drill, nothing that changes anything but what stops", () => {
    expect(new Set(Object.values(holder(true).acts))).toEqual(new Set(["stop"]));
  });
});

describe("the places of the command bar", () => {
  it("are of acts and reads that there are", () => {
    const acts = Object.keys(actPlaces).filter((name) => !Object.hasOwn(operationPolicy, name));
    const reads = Object.values(pagePlaces).filter(
      ({ reads: read }) => read !== null && !Object.hasOwn(readPolicy, read),
    );
    expect([acts, reads]).toEqual([[], []]);
  });

  it("are there for every act that has a button", () => {
    // A file is fetched where its export ended; programs alone raise and withdraw signals.
    const buttonless = ["delivery.take-export", "signal.raise", "signal.withdraw"];
    const placeless = Object.entries(operationPolicy)
      .filter(([name, { risk }]) => risk !== "system" && !Object.hasOwn(actPlaces, name))
      .map(([name]) => name);
    expect(placeless).toEqual(buttonless);
  });
});
