import { generateKeyPairSync } from "node:crypto";
import { jwtVerify, SignJWT } from "jose";
import { NextRequest, NextResponse } from "next/server";
import pg from "pg";
import { dress, newMarks, receive } from "@/lib/access/gatehouse";
import { systemActor } from "@/lib/access/system";
import { consoleDb } from "@/lib/core/db";
import { env } from "@/lib/core/env";
import { Refused } from "@/lib/core/errors";
import { findDelivery } from "@/lib/deliveries/queries/find-delivery";
import { listDeliveries } from "@/lib/deliveries/queries/list-deliveries";
import { deliveryFilter } from "@/lib/deliveries/shapes";
import { appendRecord } from "@/lib/record/writes/append";
import { atMost, type Comparison, compare } from "./measure";

/** The goals of the foundation: the data layer against raw pg, the record against an unchained insert, our middleware against one JWT. */
export async function foundation(): Promise<Comparison[]> {
  const raw = new pg.Pool({
    connectionString: env().IDP_DATABASE_READ_URL,
    max: 8,
    options: "-c TimeZone=UTC -c statement_timeout=3000",
  });
  const own = new pg.Pool({ connectionString: env().DATABASE_URL, max: 8 });
  try {
    return [await list(raw), await detail(raw), ...(await record(own)), await ownMiddleware()];
  } finally {
    await raw.end();
    await own.end();
  }
}

const listSql = `
  SELECT e.id::text, e.oauth_application_id::text, a.name, e.event_type, e.subject, e.attempts, e.last_status, left(e.last_error, 1000),
         to_char(e.enqueued_at, 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'), to_char(e.dlq_at, 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'),
         to_char(e.delivered_at, 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')
    FROM webhook_outbox_entries e JOIN oauth_applications a ON a.id = e.oauth_application_id
   WHERE e.dlq_at IS NOT NULL AND e.delivered_at IS NULL ORDER BY e.dlq_at DESC, e.id DESC LIMIT 51`;

/** The first page as the data layer reads it, against raw pg. */
export function list(raw: pg.Pool): Promise<Comparison> {
  const [actor, filter] = [systemActor(), deliveryFilter.parse({})];
  return compare({
    name: "list of 50 dead",
    rounds: 400,
    goal: atMost(1.5),
    baseline: () => raw.query(listSql),
    ours: () => listDeliveries(actor, filter),
  });
}

const detailSql = `
  SELECT e.id::text, e.oauth_application_id::text, a.name, e.event_type, e.subject, e.attempts, e.last_status, left(e.last_error, 1000),
         to_char(e.enqueued_at, 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'), to_char(e.dlq_at, 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'),
         to_char(e.delivered_at, 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'), e.idempotency_key, e.signing_kid, to_char(e.next_retry_at, 'YYYY'),
         to_char(e.created_at, 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'), to_char(e.updated_at, 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'), e.updated_at::text, a.webhook_enabled
    FROM webhook_outbox_entries e JOIN oauth_applications a ON a.id = e.oauth_application_id WHERE e.id = $1`;

async function detail(raw: pg.Pool): Promise<Comparison> {
  const actor = systemActor();
  const [some] = (await raw.query<{ id: string }>(listSql)).rows;
  const id = some?.id ?? "1";
  return compare({
    name: "detail of one",
    rounds: 800,
    goal: atMost(1.5),
    baseline: () => raw.query(detailSql, [id]),
    ours: () => findDelivery(actor, id),
  });
}

/** Rows are appended in transactions that roll back at the end of the comparison's batch: a bench leaves no trace in the record. */
async function record(own: pg.Pool): Promise<Comparison[]> {
  const entry = {
    kind: "system" as const,
    operation: "bench",
    actor: { kind: "system" as const, workerId: "bench" },
    requestId: null,
    digest: null,
    ref: "bench",
    reason: null,
    incident: null,
    code: null,
    facts: { padding: "x".repeat(200) },
  };
  const unchained = async (): Promise<void> => {
    const client = await own.connect();
    try {
      await client.query("BEGIN");
      await client.query(
        "INSERT INTO delivery_notes (id, delivery_id, person_id, text) VALUES (gen_random_uuid(), 1, gen_random_uuid(), $1)",
        [JSON.stringify(entry)],
      );
      await client.query("ROLLBACK");
    } finally {
      client.release();
    }
  };
  const chained = (): Promise<void> =>
    consoleDb()
      .$transaction(async (tx) => {
        await appendRecord(tx, entry);
        throw new Refused({ code: "request_wrong_state" });
      })
      .catch((error: unknown) => {
        if (!(error instanceof Refused)) throw error;
      });
  const goal = { text: "≤ 10 (at least 0.1 of the unchained rate; aim 2.9)", met: (ratio: number) => ratio <= 10 };
  return [
    await compare({ name: "record append, one writer", rounds: 300, goal, baseline: unchained, ours: chained }),
    await compare({
      name: "record append, 8 writers",
      rounds: 100,
      together: 8,
      goal,
      baseline: unchained,
      ours: chained,
    }),
  ];
}

async function ownMiddleware(): Promise<Comparison> {
  const { privateKey, publicKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
  const token = await new SignJWT({ sid: "s", fva: [0, 0] })
    .setProtectedHeader({ alg: "RS256" })
    .setIssuedAt()
    .setExpirationTime("1h")
    .sign(privateKey);
  const headers = {
    host: new URL(env().PUBLIC_ORIGIN).host,
    accept: "text/html",
    cookie: `__session=${token}`,
    "user-agent": "bench",
    "accept-language": "ko",
  };
  const pass = async (): Promise<void> => {
    const marks = newMarks();
    const reception = receive(new NextRequest(`${env().PUBLIC_ORIGIN}/deliveries`, { headers }), marks);
    if (reception.to === "clerk") dress(NextResponse.next({ request: reception.request }), marks, "/deliveries");
  };
  return compare({
    name: "our middleware without Clerk's, against one JWT verification",
    rounds: 3_000,
    goal: atMost(2),
    baseline: () => jwtVerify(token, publicKey),
    ours: pass,
  });
}
