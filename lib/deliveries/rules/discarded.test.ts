import { describe, expect, it } from "vitest";
import type { RelyingPartyGroup } from "../shapes";
import { type GroupPart, groupsOf } from "./dead-groups";
import { type DiscardedPart, groupsToldApart, partiesToldApart } from "./discarded";
import { summaryOf } from "./summary";

const at = "2026-11-28T10:00:00.000000Z";
const party = (id: string, dead: number): RelyingPartyGroup => ({
  id,
  name: `Party ${id}`,
  webhookEnabled: true,
  dead,
  atLeast: false,
  oldestDeadAt: dead > 0 ? at : null,
  newestDeadAt: dead > 0 ? at : null,
});
const part = (relyingPartyId: string, lastStatus: number, lastError: string, dead: number): GroupPart => ({
  relyingPartyId,
  relyingPartyName: `Party ${relyingPartyId}`,
  webhookEnabled: true,
  eventType: "user.updated",
  lastStatus,
  lastError,
  dead,
  oldestDeadAt: at,
  newestDeadAt: at,
  hours: null,
});
const aside = (relyingPartyId: string, lastStatus: number, lastError: string, discarded: number): DiscardedPart => ({
  relyingPartyId,
  eventType: "user.updated",
  lastStatus,
  lastError,
  discarded,
});

const parties = [party("12", 5_000), party("57", 3), party("60", 0)];
const groups = groupsOf(
  [part("12", 503, "503 ray 1a2b3c4d5e", 4_000), part("12", 409, "409 Conflict", 1_000), part("57", 503, "503", 3)],
  null,
);
const parts = [
  aside("12", 503, "503 ray 9f8e7d6c5b", 30),
  aside("12", 503, "503 ray 0a1b2c3d4e", 6),
  aside("12", 409, "409 Conflict", 1),
  aside("12", 500, "500 of no group", 2),
];

describe("what admins set aside", () => {
  it("is told apart from the dead, and not taken from their count", () => {
    expect(partiesToldApart(parties, parts).map(({ id, dead, discarded }) => [id, dead, discarded])).toEqual([
      ["12", 5_000, 39],
      ["57", 3, 0],
      ["60", 0, 0],
    ]);
  });

  it("counts in the group of what it died of, whatever differs in the errors", () => {
    const told = groupsToldApart(groups, parts);
    expect(told.map(({ cause, dead, discarded }) => [cause, dead, discarded])).toEqual([
      ["relying_party_5xx", 4_000, 36],
      ["idempotency_conflict", 1_000, 1],
      ["relying_party_5xx", 3, 0],
    ]);
  });
});

describe("the summary", () => {
  it("names relying parties with dead deliveries, most first, and what they died of", () => {
    expect(summaryOf(partiesToldApart(parties, parts), groups)).toEqual([
      {
        oauth_application_id: "12",
        name: "Party 12",
        dead_count: 5_000,
        at_least: false,
        discarded_count: 39,
        oldest_dlq_at: at,
        causes: [
          { cause: "relying_party_5xx", dead_count: 4_000, at_least: false },
          { cause: "idempotency_conflict", dead_count: 1_000, at_least: false },
        ],
      },
      {
        oauth_application_id: "57",
        name: "Party 57",
        dead_count: 3,
        at_least: false,
        discarded_count: 0,
        oldest_dlq_at: at,
        causes: [{ cause: "relying_party_5xx", dead_count: 3, at_least: false }],
      },
    ]);
  });

  it("says that a relying party was not read whole, and nothing of causes to those who see counts only", () => {
    const capped = groupsOf([part("12", 503, "503", 1_001)], 1_000);
    expect(summaryOf(partiesToldApart(parties, []), capped)[0]?.causes).toEqual([
      { cause: "relying_party_5xx", dead_count: 1_001, at_least: true },
    ]);
    const many = partiesToldApart([{ ...party("12", 2_000), atLeast: true }], []);
    expect(summaryOf(many, null)[0]).toMatchObject({ dead_count: 2_000, at_least: true });
    expect(summaryOf(partiesToldApart(parties, []), null).map(({ causes }) => causes)).toEqual([null, null]);
  });
});
