import { afterAll, beforeAll, expect, it } from "vitest";
import type { Actor } from "@/lib/access/actor";
import { readBoard } from "@/lib/deliveries/queries/board";
import { countDeliveries } from "@/lib/deliveries/queries/list-deliveries";
import { type DeliveryFilter, deliveryFilter } from "@/lib/deliveries/shapes";
import { calm } from "../support/calm";
import { control } from "../support/control";
import { mina } from "../support/people";
import { idpRows } from "../support/rows";

/** The playbook's own, to the letter. */
const playbook = `
  SELECT oauth_application_id, COUNT(*) AS dead_count
  FROM webhook_outbox_entries
  WHERE dlq_at IS NOT NULL AND delivered_at IS NULL
  GROUP BY oauth_application_id
  ORDER BY dead_count DESC`;

let responder: Actor;
beforeAll(async () => {
  await calm();
  responder = await (await mina()).actor();
});
afterAll(calm);

type Counts = Record<string, number>;
type Told = { byHand: Counts; parties: Counts; groups: Counts; lists: Counts; order: string[] };

const counted = async (given: Partial<Record<keyof DeliveryFilter, string>>): Promise<number> =>
  (await countDeliveries(responder, deliveryFilter.parse({ ...given, exact: "1" })))?.count ?? 0;

/** The dead of every relying party: counted by hand, and as three parts of the page say. */
async function tell(): Promise<Told> {
  const byHand = await idpRows<{ oauth_application_id: string; dead_count: string }>(playbook);
  const { parties, groups } = await readBoard(responder, true);
  const told: Told = { byHand: {}, parties: {}, groups: {}, lists: {}, order: [] };
  for (const { oauth_application_id: id, dead_count } of byHand) told.byHand[id] = Number(dead_count);
  for (const { id, dead } of parties.value ?? []) {
    if (dead > 0) Object.assign(told.parties, { [id]: dead });
    const listed = await counted({ app: id });
    if (listed > 0) Object.assign(told.lists, { [id]: listed });
  }
  for (const { relyingParty, dead } of groups?.value ?? [])
    told.groups[relyingParty.id] = (told.groups[relyingParty.id] ?? 0) + dead;
  told.order = (parties.value ?? []).filter(({ dead }) => dead > 0).map(({ id }) => id);
  return told;
}

/** More may die while they are read: they agree as soon as nothing came between them. */
async function agreed(): Promise<void> {
  await expect.poll(tell, { timeout: 20_000 }).toSatisfy(({ byHand, parties, groups, lists, order }: Told) => {
    const most = order.map((id) => byHand[id] ?? 0);
    const sorted = most.every((dead, place) => place === 0 || dead <= (most[place - 1] ?? 0));
    return sorted && [parties, groups, lists].every((each) => isSame(each, byHand));
  });
}

const isSame = (one: Counts, other: Counts): boolean =>
  JSON.stringify(Object.entries(one).sort()) === JSON.stringify(Object.entries(other).sort());

/** How many rows a group of the board holds, over all its events and errors. */
async function deadOf(id: string, cause: string): Promise<number> {
  const { groups } = await readBoard(responder, true);
  const own = (groups?.value ?? []).filter((group) => group.relyingParty.id === id && group.cause === cause);
  return own.reduce((sum, { dead }) => sum + dead, 0);
}

/** What each scenario does to deliveries, as the page shows it; asked before it begins and again until enough came. */
const scenarios: { name: string; shown: () => Promise<number>; more: number }[] = [
  { name: "healthy", shown: async () => 0, more: 0 },
  { name: "webhook-backlog", shown: () => deadOf("46", "relying_party_5xx"), more: 60 },
  { name: "webhook-backlog", shown: () => counted({ state: "pending", q: "app:52 status:503" }), more: 150 },
  { name: "relying-party-outage", shown: () => counted({ state: "pending", app: "57", status: "500" }), more: 40 },
  { name: "idempotency-conflicts", shown: () => deadOf("21", "idempotency_conflict"), more: 60 },
  { name: "kid-mismatch", shown: () => deadOf("17", "signature_rejected"), more: 30 },
];

it.each(scenarios)(
  "in $name the playbook's SQL by hand, the board and the list tell the same dead, and what happens is seen ($more more)",
  async ({ name, shown, more }) => {
    await control.startScenario("healthy");
    const before = await shown();
    await agreed();
    await control.startScenario(name);
    await expect.poll(shown, { timeout: 20_000 }).toBeGreaterThanOrEqual(before + more);
    await agreed();
    await control.stopScenario(name);
    await agreed();
  },
  60_000,
);
