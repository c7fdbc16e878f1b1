import { describe, expect, it } from "vitest";
import { type Kind, kindsAsked } from "./kinds";
import { readSearch } from "./search";

const kind = (change: Partial<Kind>): Kind => ({
  app: "12",
  event: "user.updated",
  answer: 503,
  hash: "0",
  lastStatus: 503,
  lastError: "503 Service Unavailable: no healthy upstream, node ab12cd34",
  said: "# Service Unavailable: no healthy upstream, node #",
  asked: true,
  ...change,
});
const timeout = kind({
  app: "24",
  answer: 0,
  lastStatus: null,
  lastError: "Net::ReadTimeout",
  said: "Net::ReadTimeout",
});
const silent = kind({ app: "120", answer: 0, lastStatus: null, lastError: null, said: "" });
const kinds = [kind({}), timeout, silent];
const text = (given: string, not = false) => [{ text: given, not }];
const none = readSearch("").terms;

describe("kinds of the dead", () => {
  it("are those that the database finds", () => {
    expect(kindsAsked([...kinds, kind({ asked: false })], [], none)).toEqual(kinds);
  });

  it("hold a text in what all of their errors say, in any case, the answer at its beginning included", () => {
    expect(kindsAsked(kinds, text("UPSTREAM"), none)).toEqual([kinds[0]]);
    expect(kindsAsked(kinds, text("503 service"), none)).toEqual([kinds[0]]);
    expect(kindsAsked(kinds, text("readtimeout", true), none)).toEqual([kinds[0], silent]);
  });

  it("hold nothing where others say it and what is asked for does not", () => {
    expect(kindsAsked([{ ...timeout, asked: false }, silent], text("readtimeout"), none)).toEqual([]);
  });

  it("can't tell of a text that no error says: it may be a piece of an id", () => {
    expect(kindsAsked(kinds, text("ab12"), none)).toBeNull();
    expect(kindsAsked(kinds, text("node #"), none)).toBeNull();
    expect(kindsAsked(kinds, text("ab12", true), none)).toBeNull();
  });

  it("have the cause of their rows", () => {
    expect(kindsAsked(kinds, [], readSearch("cause:relying_party_5xx").terms)).toEqual([kinds[0]]);
    expect(kindsAsked(kinds, [], readSearch("-cause:relying_party_5xx").terms)).toEqual([timeout, silent]);
    expect(kindsAsked(kinds, [], readSearch("alike:-").terms)).toEqual([silent]);
  });
});
