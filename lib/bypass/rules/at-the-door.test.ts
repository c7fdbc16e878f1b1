import { describe, expect, it } from "vitest";
import { type Door, saysPhrase, type Typed, waitsFor } from "./at-the-door";

const typed: Typed = {
  email: "mina@ops.example",
  way: "code",
  code: "7k2qf 9m0xt 00000 00000 000000",
  pin: "731958",
  reason: "Clerk answers 503",
  incident: "",
  phrase: "",
};
const door: Door = { answers: true, writable: true, armed: true, held: true, drill: false };

describe("the button that opens", () => {
  it.each<[string, Partial<Typed>, Partial<Door>, string[]]>([
    ["nothing, when everything is there", {}, {}, []],
    ["an address", { email: "mina" }, {}, ["email"]],
    ["a code that is one", { code: "424242" }, {}, ["code"]],
    ["a PIN long enough", { pin: "7319" }, {}, ["pin"]],
    ["neither code nor PIN with a passkey", { way: "passkey", code: "", pin: "" }, {}, []],
    ["ten characters of reason, spaces aside", { reason: "   Clerk    " }, {}, ["reason"]],
    ["a reason that is not too long", { reason: "a".repeat(501) }, {}, ["reason"]],
    ["the words, when nothing else holds the door open", {}, { held: false }, ["phrase"]],
    ["nothing more, once they are typed", { phrase: " Open without  proof of an outage" }, { held: false }, []],
    ["no words and no arming in a drill", {}, { held: false, armed: false, drill: true }, []],
    ["the arming", {}, { armed: false }, ["armed"]],
    ["nothing that nobody knows: the server judges", {}, { armed: null, writable: null }, []],
    ["the database", {}, { writable: false }, ["database"]],
    [
      "everything, in the order of the page",
      { email: "", code: "", pin: "", reason: "" },
      { answers: false, writable: false, armed: false, held: false },
      ["console", "database", "armed", "phrase", "email", "code", "pin", "reason"],
    ],
  ])("waits for %s", (_what, typing, standing, expected) => {
    expect(waitsFor({ ...typed, ...typing }, { ...door, ...standing })).toEqual(expected);
  });

  it("takes the words in any case, and nothing less of them", () => {
    expect(["OPEN WITHOUT PROOF OF AN OUTAGE", "open without proof of an outage "].map(saysPhrase)).toEqual([
      true,
      true,
    ]);
    expect(["", "OPEN", "OPEN WITHOUT PROOF"].map(saysPhrase)).toEqual([false, false, false]);
  });
});
