import { afterEach, beforeAll, describe, expect, it } from "vitest";
import type { Actor } from "@/lib/access/actor";
import { identityProviderRead } from "@/lib/core/db";
import { onIdentityDatabase } from "@/lib/deliveries/queries/identity-database";
import { listIndexGaps } from "@/lib/deliveries/queries/index-gaps";
import { listDeadGroups } from "@/lib/deliveries/queries/list-dead-groups";
import { countDeliveries, listDeliveries } from "@/lib/deliveries/queries/list-deliveries";
import { listGroups } from "@/lib/deliveries/queries/list-groups";
import { snapshotOf } from "@/lib/deliveries/queries/snapshot";
import { addressOfGroup } from "@/lib/deliveries/rules/dead-groups";
import { isIdLike, saidOf, varying } from "@/lib/deliveries/rules/varying";
import { type DeliveryFilter, type DeliveryPage, deliveryFilter } from "@/lib/deliveries/shapes";
import { calm } from "../support/calm";
import { healthyAgain, listDead } from "../support/dead-letters";
import { mina, sol } from "../support/people";
import { idpRows } from "../support/rows";

let responder: Actor;
let manager: Actor;
beforeAll(async () => {
  await calm();
  responder = await (await mina()).actor();
  manager = await (await sol()).actor();
});
afterEach(calm);

const filter = (given: Partial<Record<keyof DeliveryFilter, string>>): DeliveryFilter => deliveryFilter.parse(given);
const list = (given: Partial<Record<keyof DeliveryFilter, string>>) => listDeliveries(responder, filter(given));
const ids = ({ rows }: DeliveryPage): string[] => rows.map(({ id }) => id);
const dead = "dlq_at IS NOT NULL AND delivered_at IS NULL";
const count = async (where: string, values: unknown[] = []): Promise<number> =>
  Number(
    (await idpRows<{ count: string }>(`SELECT count(*) FROM webhook_outbox_entries e WHERE ${where}`, values))[0]
      ?.count,
  );

/** The world goes on dying and delivering between two questions: they agree as soon as nothing came between them. */
const twice = async (told: () => Promise<unknown>, byHand: () => Promise<unknown>) => {
  await expect
    .poll(async () => JSON.stringify(await told()) === JSON.stringify(await byHand()), { timeout: 10_000 })
    .toBe(true);
};

describe("groups of the dead", () => {
  it("hold together what the playbook's SQL counts by hand", async () => {
    const told = async () => {
      const sums = new Map<string, number>();
      for (const { relyingParty, dead: some } of (await listDeadGroups(responder, true)).value ?? [])
        sums.set(relyingParty.id, (sums.get(relyingParty.id) ?? 0) + some);
      return [...sums].sort(([a], [b]) => Number(a) - Number(b));
    };
    const byHand = async () => {
      const rows = await idpRows<{ id: string; count: string }>(
        `SELECT oauth_application_id::text AS id, count(*) FROM webhook_outbox_entries WHERE ${dead}
          GROUP BY oauth_application_id ORDER BY oauth_application_id`,
      );
      return rows.map((row) => [row.id, Number(row.count)]);
    };
    await twice(told, byHand);
  });

  it("tell in which of the last 24 hours they died", async () => {
    const told = async () => {
      const groups = (await listDeadGroups(responder, true)).value ?? [];
      return Array.from({ length: 24 }, (_, at) => groups.reduce((sum, { perHour }) => sum + (perHour[at] ?? 0), 0));
    };
    const byHand = async () => {
      const rows = await idpRows<{ count: string }>(
        `SELECT count(w.id) FROM generate_series(23, 0, -1) AS ago
           LEFT JOIN webhook_outbox_entries w ON w.dlq_at IS NOT NULL AND w.delivered_at IS NULL
            AND (ago = 0 OR w.dlq_at <= now() AT TIME ZONE 'UTC' - ago * interval '1 hour')
            AND w.dlq_at > now() AT TIME ZONE 'UTC' - (ago + 1) * interval '1 hour'
          GROUP BY ago ORDER BY ago DESC`,
      );
      return rows.map(({ count }) => Number(count));
    };
    await twice(told, byHand);
    expect((await told()).some((dead) => dead > 0)).toBe(true);
  });

  it("lead to as many rows as they say, of the same first and last death", async () => {
    const groups = (await listDeadGroups(responder, true)).value ?? [];
    const small = groups.filter(({ dead: some }) => some <= 50);
    expect(small.length).toBeGreaterThan(3);
    const apart = async () => {
      const now = (await listDeadGroups(responder, true)).value ?? [];
      const found: unknown[] = [];
      for (const group of now.filter(({ dead: some }) => some <= 50)) {
        const { rows } = await list(addressOfGroup(group));
        const deaths = [rows.length, rows.at(-1)?.dlqAt, rows[0]?.dlqAt];
        if (JSON.stringify(deaths) !== JSON.stringify([group.dead, group.oldestDeadAt, group.newestDeadAt]))
          found.push([addressOfGroup(group), deaths]);
      }
      return found;
    };
    await expect.poll(apart, { timeout: 20_000 }).toEqual([]);
  });

  it("are for those who act", async () => {
    const refused = { refusal: { code: "not_allowed" } };
    await expect(listDeadGroups(manager, false)).rejects.toMatchObject(refused);
    await expect(listDeliveries(manager, filter({}))).rejects.toMatchObject(refused);
    await expect(countDeliveries(manager, filter({}))).rejects.toMatchObject(refused);
  });
});

describe("a search", () => {
  it.each<[string, string]>([
    ["app:12", "oauth_application_id = 12"],
    ["app:eb", "oauth_application_id IN (SELECT id FROM oauth_applications WHERE name ILIKE 'eb%')"],
    ["-app:12 status:5xx", "oauth_application_id <> 12 AND last_status BETWEEN 500 AND 599"],
    ["status:none", "last_status IS NULL"],
    ["-status:503", "last_status IS DISTINCT FROM 503"],
    ["status:502 status:409", "last_status IN (502, 409)"],
    ["event:user.*", "event_type LIKE 'user.%'"],
    ["error:upstream", "last_error ILIKE '%upstream%'"],
    ["-error:upstream", "coalesce(last_error, '') NOT ILIKE '%upstream%'"],
    ["age>3h", "dlq_at < now() AT TIME ZONE 'UTC' - interval '3 hours'"],
    ["error:%", "last_error LIKE '%\\%%'"],
    ["error:\\", "position('\\' IN last_error) > 0"],
    ["' OR 1=1 --", "false"],
  ])("of %s finds what SQL by hand finds", async (q, where) => {
    await twice(
      async () => (await countDeliveries(responder, filter({ q, exact: "1" })))?.count,
      () => count(`${dead} AND ${where}`),
    );
  });

  it("of a cause finds the rows of that cause, and without it the others", async () => {
    const conflicts = async () => ids(await list({ q: "status:409 cause:idempotency_conflict" }));
    expect((await conflicts()).length).toBeGreaterThan(0);
    await twice(conflicts, async () => ids(await list({ q: "status:409" })));
    expect(ids(await list({ q: "status:409 -cause:idempotency_conflict" }))).toEqual([]);
    expect((await list({ q: "status:409" })).lookedAt).toBeNull();
    expect((await list({ q: "status:409 cause:idempotency_conflict" })).lookedAt).toBeGreaterThan(0);
  });

  it("may name the state, which then is the one that is listed", async () => {
    const named = () => list({ q: "state:delivered" });
    expect((await named()).rows.filter(({ deliveredAt }) => deliveredAt === null)).toEqual([]);
    await twice(
      async () => ids(await named()),
      async () => ids(await list({ state: "delivered" })),
    );
  });

  it("of hostile text is a search for that text (F-07)", async () => {
    for (const q of [
      "$$; DROP TABLE users",
      '{"not":""}',
      "a[]=1",
      "_".repeat(300),
      'error:"%_\\\\"',
      "subject:' OR ''='",
    ])
      expect([q, ids(await list({ q }))]).toEqual([q, []]);
  });
});

/** Leaves out nothing, and is known of single rows only: the rows are found without the index of what died alike. */
const byRows = "-kid:nobody";

describe("what died alike", () => {
  it("has the same in common for the database and for our rules", async () => {
    const odd = ["at 123456.7 ms", "12ms 100000ms 1.5s", "a-1-2 ab12cd34 1.2.3", "node-7 x_9", "404 1.25x 0.5", ""];
    const rows = await idpRows<{ error: string; said: string }>(
      `SELECT error, regexp_replace(error, '${varying}', '#', 'g') AS said
         FROM (SELECT DISTINCT left(last_error, 1000) AS error FROM webhook_outbox_entries WHERE ${dead} AND last_error IS NOT NULL
               UNION SELECT unnest($1::text[])) each`,
      [odd],
    );
    expect(rows.length).toBeGreaterThan(200);
    expect(rows.filter(({ error, said }) => saidOf(error) !== said)).toEqual([]);
    expect(rows.filter(({ said }) => said.split(/[^\w-]+/).some(isIdLike))).toEqual([]);
  });

  it.each<[string, Partial<Record<keyof DeliveryFilter, string>>]>([
    ["status:5xx", {}],
    ["-app:12 status:none event:user.*", {}],
    ["error:upstream", { event: "user.created" }],
    ["503 Service", { app: "12" }],
    ["ReadTimeout", { app: "21" }],
    ["-error:certificate -error:upstream age>1h", {}],
    ["app:norae cause:signature_rejected", {}],
    ["-cause:idempotency_conflict", { app: "21", status: "409" }],
    ["app:24 cause:relying_party_timeout error:execution", {}],
  ])("is found alike by the index and row by row: %s %j", async (q, chips) => {
    await twice(
      async () => ids(await list({ ...chips, q })),
      async () => ids(await list({ ...chips, q: `${q} ${byRows}` })),
    );
  });

  it("is counted without reading its rows, causes too", async () => {
    const groups = async () =>
      ((await listDeadGroups(responder, true)).value ?? [])
        .filter(({ relyingParty, cause }) => relyingParty.id === "29" && cause === "dns")
        .reduce((sum, { dead: some }) => sum + some, 0);
    expect(await groups()).toBeGreaterThan(0);
    await twice(
      async () => (await countDeliveries(responder, filter({ app: "29", q: "cause:dns", exact: "1" })))?.count,
      groups,
    );
  });

  it("is paged without a gap, and back", async () => {
    const [q, app] = ["status:none", "24"];
    const first = await list({ app, q });
    const second = await list({ app, q, cursor: first.next ?? "none" });
    expect(ids(second)).toHaveLength(50);
    expect(ids(second).filter((id) => ids(first).includes(id))).toEqual([]);
    expect(ids(await list({ app, q, back: second.previous ?? "none" }))).toEqual(ids(first));
  });
});

describe("the board", () => {
  it("counts each relying party up to a cap, with the oldest and newest of all, and all of them when asked", async () => {
    const cap = 1_000;
    const uncapped = async () => (await listGroups(responder, null)).sort((a, b) => Number(a.id) - Number(b.id));
    await twice(
      async () => (await listGroups(responder, cap)).sort((a, b) => Number(a.id) - Number(b.id)),
      async () =>
        (await uncapped()).map((each) => ({ ...each, dead: Math.min(each.dead, cap), atLeast: each.dead > cap })),
    );
    expect((await listGroups(responder, cap)).find(({ id }) => id === healthyAgain.id)).toMatchObject({
      atLeast: true,
    });
  });
});

describe("pages", () => {
  const narrowings = [
    {},
    { app: healthyAgain.id, status: "503" },
    { app: healthyAgain.id, q: "cause:relying_party_5xx" },
  ];

  it.each(narrowings)("under %j lead on without a gap, and back over the same rows", async (narrowing) => {
    const seen: DeliveryPage[] = [await list(narrowing)];
    for (let next = seen[0]?.next; next && seen.length < 4; next = seen.at(-1)?.next)
      seen.push(await list({ ...narrowing, cursor: next }));
    expect(seen.length).toBeGreaterThan(1);
    const forward = seen.map(ids);
    expect(new Set(forward.flat()).size).toBe(forward.flat().length);
    let page = seen.at(-1);
    for (const expected of forward.slice(0, -1).reverse()) {
      page = await list({ ...narrowing, back: page?.previous ?? "none" });
      expect(ids(page)).toEqual(expected);
    }
    expect(page?.previous).toBeNull();
  });

  it("count up to a thousand, and all when asked", async () => {
    await twice(
      () => countDeliveries(responder, filter({ state: "delivered", exact: "1" })),
      async () => ({ count: await count("delivered_at IS NOT NULL"), atLeast: false }),
    );
    const all = await count("delivered_at IS NOT NULL");
    expect(all).toBeGreaterThan(1_000);
    expect(await countDeliveries(responder, filter({ state: "delivered" }))).toEqual({ count: 1_000, atLeast: true });
    expect(await countDeliveries(responder, filter({ q: `cause:tls ${byRows}` }))).toBeNull();
  });

  it("keep existing links: an id alone finds its delivery", async () => {
    const [one] = await listDead(healthyAgain.id, 1);
    expect(ids(await list({ q: one?.id ?? "" }))).toEqual([one?.id]);
    expect(ids(await list({ q: one?.idempotencyKey ?? "" }))).toEqual([one?.id]);
  });
});

describe("a source", () => {
  const sleeps = () =>
    onIdentityDatabase(
      () => identityProviderRead().$queryRaw`SELECT pg_sleep(5)::text` as Promise<unknown>,
    ) as Promise<string>;

  it("that is too slow answers with what it said before, and is left alone for a while", async () => {
    expect(await snapshotOf("slow", async () => "before")).toMatchObject({ value: "before", slow: false });
    const late = await snapshotOf("slow", sleeps);
    expect(late).toMatchObject({ value: "before", slow: true });
    let asked = 0;
    await snapshotOf("slow", async () => {
      asked += 1;
      return "again";
    });
    expect(asked).toBe(0);
    expect(await snapshotOf("never read", sleeps)).toMatchObject({ value: null, slow: true });
  });

  it("has the indexes that we recommend, or is told which it lacks", async () => {
    expect((await listIndexGaps(responder)).filter((gap) => gap !== "vacuum")).toEqual([]);
  });
});
