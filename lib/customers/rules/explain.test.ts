import { describe, expect, it } from "vitest";
import type { CustomerAtClerk, IdentityUser, PartTrouble } from "../shapes";
import { explain, type PersonFacts } from "./explain";

const now = new Date("2026-11-28T12:00:00Z");

const user: CustomerAtClerk = {
  id: "user_1",
  emails: [{ masked: "•••", verified: true }],
  phones: [],
  banned: false,
  locked: false,
  lockedForSeconds: null,
  deprovisioned: false,
  hasPassword: true,
  connections: 0,
  passkeys: 0,
  secondFactor: false,
  createdAt: "2025-03-03T08:00:00.000Z",
  lastSignInAt: null,
};
const row: IdentityUser = {
  id: "7",
  clerkId: "user_1",
  maskedEmail: "•••",
  canonicalUserId: null,
  createdAt: "2025-03-03T08:00:00.000000Z",
  updatedAt: "2025-03-03T08:00:00.000000Z",
};
const is = <T>(value: T) => ({ ok: true, value }) as const;
const not = (trouble: PartTrouble) => ({ ok: false, trouble }) as const;

const well: PersonFacts = {
  clerk: is(user),
  sessions: is({ sessions: [], total: 0 }),
  identity: is(row),
  chain: is({ ids: ["7"], trouble: null }),
  deadEvents: is(0),
};
const atClerk = (changes: Partial<CustomerAtClerk>): Partial<PersonFacts> => ({ clerk: is({ ...user, ...changes }) });
const chained = (trouble: "cycle" | "two_canonicals" | "dangling" | "differs"): Partial<PersonFacts> => ({
  chain: is({ ids: ["7", "8"], trouble }),
});
const idpDown: Partial<PersonFacts> = {
  identity: not("unreachable"),
  chain: not("not_asked"),
  deadEvents: not("not_asked"),
};
const clerkDown: Partial<PersonFacts> = { clerk: not("timed_out"), sessions: not("timed_out") };

describe("why somebody cannot sign in", () => {
  it.each<[string, Partial<PersonFacts>, string, string[]]>([
    ["nothing is wrong and all was read", {}, "nothing_found", []],
    ["banned", atClerk({ banned: true }), "explained", ["banned"]],
    ["locked", atClerk({ locked: true, lockedForSeconds: 60 }), "explained", ["locked"]],
    ["banned and locked: the ban first", atClerk({ banned: true, locked: true }), "explained", ["banned", "locked"]],
    ["taken out by a directory", atClerk({ deprovisioned: true }), "explained", ["deprovisioned"]],
    [
      "no verified address",
      atClerk({ emails: [{ masked: "•", verified: false }] }),
      "explained",
      ["no_verified_address"],
    ],
    ["no address at all", atClerk({ emails: [] }), "explained", ["no_verified_address"]],
    [
      "a verified phone instead",
      atClerk({ emails: [], phones: [{ masked: "•", verified: true }] }),
      "nothing_found",
      [],
    ],
    ["a connection to another service instead", atClerk({ emails: [], connections: 1 }), "nothing_found", []],
    ["unknown to Clerk", { clerk: is(null) }, "explained", ["not_at_clerk"]],
    ["missing at the IdP for long", { identity: is(null) }, "explained", ["not_at_identity_provider"]],
    [
      "missing at the IdP for 119 s",
      { ...atClerk({ createdAt: "2026-11-28T11:58:01.000Z" }), identity: is(null) },
      "possible",
      ["not_yet_at_identity_provider"],
    ],
    [
      "missing at the IdP for 120 s",
      { ...atClerk({ createdAt: "2026-11-28T11:58:00.000Z" }), identity: is(null) },
      "explained",
      ["not_at_identity_provider"],
    ],
    ["merged in a ring", chained("cycle"), "explained", ["canonical_cycle"]],
    ["merged into two", chained("two_canonicals"), "possible", ["canonical_two"]],
    ["merged into nobody", chained("dangling"), "possible", ["canonical_dangling"]],
    ["a row that is behind its links", chained("differs"), "possible", ["canonical_differs"]],
    ["dead events about them", { deadEvents: is(2) }, "possible", ["events_dead"]],
    [
      "banned, with dead events",
      { ...atClerk({ banned: true }), deadEvents: is(2) },
      "explained",
      ["banned", "events_dead"],
    ],
    ["Clerk down", clerkDown, "clerk_down", []],
    ["Clerk answering nonsense", { ...clerkDown, clerk: not("unexpected_answer") }, "clerk_down", []],
    ["Clerk down, dead events", { ...clerkDown, deadEvents: is(1) }, "clerk_down", ["events_dead"]],
    ["Clerk down, in a ring", { ...clerkDown, ...chained("cycle") }, "explained", ["canonical_cycle"]],
    ["Clerk refusing our key", { ...clerkDown, clerk: not("refused") }, "partial", []],
    ["Clerk with a certificate that nobody trusts", { ...clerkDown, clerk: not("untrusted") }, "partial", []],
    ["Clerk turning us away", { ...clerkDown, clerk: not("rate_limited") }, "partial", []],
    ["only sessions unread", { sessions: not("timed_out") }, "partial", []],
    ["the IdP's database down", idpDown, "partial", []],
    ["the IdP's database down, banned", { ...idpDown, ...atClerk({ banned: true }) }, "explained", ["banned"]],
    ["both down", { ...idpDown, ...clerkDown }, "clerk_down", []],
    ["nobody to ask Clerk for", { ...idpDown, clerk: not("not_asked"), sessions: not("not_asked") }, "partial", []],
  ])("%s", (_name, changes, conclusion, causes) => {
    const told = explain({ ...well, ...changes }, now);
    expect([told.conclusion, told.causes]).toEqual([conclusion, causes]);
  });

  it("names every part that was not read, and nothing is said to be found in them", () => {
    expect(explain({ ...well, ...idpDown, ...clerkDown }, now).missing).toEqual([
      "clerk",
      "sessions",
      "identity",
      "links",
      "deliveries",
    ]);
    expect(explain(well, now).missing).toEqual([]);
    expect(explain({ ...well, ...clerkDown, identity: is(null) }, now).causes).toEqual([]);
  });
});
