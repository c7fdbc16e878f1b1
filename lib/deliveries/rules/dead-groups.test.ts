import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { ageMs } from "./age";
import { addressOfGroup, type GroupPart, groupsOf } from "./dead-groups";
import { indexGapsOf, missingIndexes } from "./index-gaps";
import { isAsked } from "./refine";
import { readSearch } from "./search";
import { varying } from "./varying";

const part = (change: Partial<GroupPart>): GroupPart => ({
  relyingPartyId: "12",
  relyingPartyName: "EB",
  webhookEnabled: true,
  eventType: "user.updated",
  lastStatus: 503,
  lastError: "503 Service Unavailable: upstream connect error (req 8f2c19aa7d01)",
  dead: 1,
  oldestDeadAt: "2026-11-28T10:00:00.000000Z",
  newestDeadAt: "2026-11-28T10:00:00.000000Z",
  hours: null,
  ...change,
});

describe("groups of dead deliveries", () => {
  it("are of one relying party, cause, event and error: ids do not part them, another cause does", () => {
    const groups = groupsOf(
      [
        part({ dead: 3 }),
        part({
          dead: 4,
          lastError: "503 Service Unavailable: upstream connect error (req 11aa22bb33cc)",
          oldestDeadAt: "2026-11-28T09:00:00.000000Z",
          newestDeadAt: "2026-11-28T11:00:00.000000Z",
        }),
        part({ dead: 2, lastStatus: 409, lastError: "409 Conflict" }),
        part({ dead: 9, relyingPartyId: "120", relyingPartyName: "Gaon" }),
      ],
      null,
    );
    expect(groups.map(({ relyingParty, cause, dead }) => [relyingParty.id, cause, dead])).toEqual([
      ["120", "relying_party_5xx", 9],
      ["12", "relying_party_5xx", 7],
      ["12", "idempotency_conflict", 2],
    ]);
    expect(groups[1]).toMatchObject({
      oldestDeadAt: "2026-11-28T09:00:00.000000Z",
      newestDeadAt: "2026-11-28T11:00:00.000000Z",
      atLeast: false,
    });
  });

  it("tell how many died in each of the last 24 hours, the newest last, whatever parts they are made of", () => {
    const [group] = groupsOf(
      [
        part({
          dead: 9,
          hours: [
            [0, 2],
            [23, 4],
          ],
        }),
        part({
          dead: 3,
          hours: [[0, 3]],
          lastError: "503 Service Unavailable: upstream connect error (req 11aa22bb33cc)",
        }),
        part({ dead: 1 }),
      ],
      null,
    );
    expect(group?.perHour).toEqual([4, ...Array.from({ length: 22 }, () => 0), 5]);
  });

  it("say that they are a part only, where their relying party was not read whole", () => {
    const parts = [part({ dead: 6 }), part({ dead: 5, lastStatus: 409 }), part({ dead: 10, relyingPartyId: "13" })];
    expect(groupsOf(parts, 10).map(({ relyingParty, atLeast }) => [relyingParty.id, atLeast])).toEqual([
      ["13", false],
      ["12", true],
      ["12", true],
    ]);
  });

  it("lead to exactly their rows, also where nothing was said", () => {
    for (const lastError of [null, '401 {"error":"unknown kid \\"x\\""}', "a\u202eb < c"]) {
      const [group] = groupsOf([part({ lastStatus: null, lastError })], null);
      const { terms, words, misread } = readSearch(group ? addressOfGroup(group).q : "");
      expect([words, misread]).toEqual(["", []]);
      expect(isAsked({ lastStatus: null, lastError, attempts: 8 }, terms)).toBe(true);
      expect(isAsked({ lastStatus: null, lastError: "something else", attempts: 8 }, terms)).toBe(false);
    }
  });
});

describe("what only our rules can tell of a row", () => {
  const row = { lastStatus: 409, lastError: "409 Conflict", attempts: 1 };
  it.each<[string, boolean]>([
    ["cause:idempotency_conflict", true],
    ["cause:tls", false],
    ["cause:tls cause:idempotency_conflict", true],
    ["-cause:idempotency_conflict", false],
    ["-cause:tls", true],
    ['alike:"409 Conflict"', true],
    ["alike:-", false],
    ["status:503", true],
  ])("%s", (search, asked) => {
    expect(isAsked(row, readSearch(search).terms)).toBe(asked);
  });
});

describe("what the identity provider's database lacks", () => {
  const where = "WHERE ((dlq_at IS NOT NULL) AND (delivered_at IS NULL))";
  const byApp = `CREATE INDEX x ON public.webhook_outbox_entries USING btree (oauth_application_id, dlq_at DESC, id DESC) ${where}`;
  const byTime = `CREATE INDEX y ON public.webhook_outbox_entries USING btree (dlq_at DESC, id DESC) ${where}`;
  const state = { indexes: [byApp, byTime], pages: 10_000, visiblePages: 9_000, rows: 100_000, deadTuples: 10 };

  it("is told by what an index holds", () => {
    expect(indexGapsOf(state)).toEqual([]);
    expect(indexGapsOf({ ...state, indexes: [byTime] })).toEqual(["dead_by_app"]);
    expect(indexGapsOf({ ...state, indexes: [byApp.replace(where, "")] })).toEqual(["dead_by_app", "dead"]);
  });

  it("is an index to search by, where the table is large", () => {
    const large = { ...state, rows: 600_000 };
    expect(indexGapsOf(large)).toEqual(["dead_count", "dead_alike", "dead_search"]);
    expect(missingIndexes(state)).toEqual(["dead_count", "dead_alike", "dead_search"]);
    const alike = `CREATE INDEX z ON public.webhook_outbox_entries USING btree (oauth_application_id, event_type, COALESCE(last_status, 0), ((md5(regexp_replace("left"(COALESCE(last_error, ''::text), 1000), '${varying}'::text, '#'::text, 'g'::text)))::uuid), dlq_at DESC, id DESC) ${where}`;
    const searched = [
      "btree (oauth_application_id)",
      "gin (last_error gin_trgm_ops)",
      "btree (subject)",
      "btree (idempotency_key)",
    ].map((what) => `CREATE INDEX s ON public.webhook_outbox_entries USING ${what} ${where}`);
    const all = [...state.indexes, alike, ...searched];
    expect(indexGapsOf({ ...large, indexes: all })).toEqual([]);
    expect(indexGapsOf({ ...large, indexes: all.slice(0, -1) })).toEqual(["dead_search"]);
    const other = all.map((index) => index.replace("kb|mb", "kb"));
    expect(indexGapsOf({ ...large, indexes: other })).toEqual(["dead_alike"]);
  });

  it("is in the file that we offer, and in what we ask, to the letter", () => {
    const offered = readFileSync("docs/identity-provider-indexes.sql", "utf8");
    expect(readFileSync("lib/deliveries/queries/alike.ts", "utf8")).toContain(`'${varying}', '#', 'g'`);
    expect(offered).toContain(`'${varying}', '#', 'g'`);
    expect(offered.match(/^CREATE INDEX CONCURRENTLY/gm)).toHaveLength(7);
    expect(offered).toMatch(/^VACUUM \(ANALYZE\) webhook_outbox_entries;$/m);
  });

  it("is a vacuum, where the map is stale and the table is not small", () => {
    expect(indexGapsOf({ ...state, visiblePages: 1_900 })).toEqual(["vacuum"]);
    expect(indexGapsOf({ ...state, deadTuples: 30_000 })).toEqual(["vacuum"]);
    expect(indexGapsOf({ ...state, pages: 900, visiblePages: 0 })).toEqual([]);
  });
});

describe("an age", () => {
  it("is minutes, hours or days", () => {
    expect([ageMs("90m"), ageMs("6h"), ageMs("2d")]).toEqual([5_400_000, 21_600_000, 172_800_000]);
  });
});
