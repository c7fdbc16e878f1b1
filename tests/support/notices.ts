import { randomUUID } from "node:crypto";

type Query = (sql: string, values: unknown[]) => Promise<unknown>;
type Wish = {
  kind?: string;
  urgency?: "page" | "tell";
  roles?: string[];
  dedupKey?: string;
  settles?: string | null;
  code?: string;
  /** Whether its place in the channels is none of the worker's business. */
  dispatched?: boolean;
};

/** A notice as the product posts it. @returns its id */
export async function postedNotice(query: Query, wish: Wish = {}): Promise<string> {
  const { kind = "approval.wanted", urgency = "page", roles = ["admin"], settles = null, code = "7f3a 21c9" } = wish;
  const { dedupKey = randomUUID(), dispatched = false } = wish;
  const id = randomUUID();
  await query(
    `INSERT INTO notices (id, kind, href, urgency, dedup_key, settles, roles, person_ids, except_ids, values_text, dispatched_at)
     VALUES ($1, $2, '/operations', $3, $4, $5, $6, '{}', '{}', $7, CASE WHEN $8 THEN now() END)`,
    [id, kind, urgency, dedupKey, settles, roles, JSON.stringify({ code, who: "Mina Seo" }), dispatched],
  );
  return id;
}

type DeliveryWish = Wish & { channel?: string; state?: "pending" | "dead"; lease?: string | null };

/** A notice on its way by one channel, or given up by it. @returns the delivery's id */
export async function waitingNotice(query: Query, wish: DeliveryWish = {}): Promise<string> {
  const { channel = "slack", state = "pending", lease = null, ...notice } = wish;
  const noticeId = await postedNotice(query, { ...notice, dispatched: true });
  const id = randomUUID();
  const failed = state === "dead" ? "now(), 'refused', '404 no_service'" : "NULL, NULL, NULL";
  await query(
    `INSERT INTO notice_deliveries (id, notice_id, channel, state, attempts, lease, leased_until, dead_at, last_error, last_detail)
     VALUES ($1, $2, $3, $4, 1, $5, CASE WHEN $5::uuid IS NOT NULL THEN now() + interval '30 seconds' END, ${failed})`,
    [id, noticeId, channel, state, lease],
  );
  return id;
}
