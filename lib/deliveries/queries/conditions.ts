import "server-only";
import { Prisma } from "@/lib/generated/identity-provider/client";
import { ageMs } from "../rules/age";
import type { ErrorText } from "../rules/kinds";
import { statusesOf } from "../rules/refine";
import { asDeliveryId, readSearch, type SearchField, type SearchTerm } from "../rules/search";
import { type DeliveryFilter, type DeliveryState, deliveryStates } from "../shapes";
import { dead } from "./columns";

const conditions: Record<DeliveryState, Prisma.Sql> = {
  dead,
  pending: Prisma.sql`e.dlq_at IS NULL AND e.delivered_at IS NULL`,
  delivered: Prisma.sql`e.delivered_at IS NOT NULL`,
};

/** The instant by which a list of deliveries in one state is sorted. */
export const sortColumns: Record<DeliveryState, Prisma.Sql> = {
  dead: Prisma.sql`e.dlq_at`,
  pending: Prisma.sql`e.enqueued_at`,
  delivered: Prisma.sql`e.delivered_at`,
};

/** What a filter asks for: the state that it lists, what the database is asked, and what our rules are. */
export type Asked = { state: DeliveryState; where: Prisma.Sql; terms: SearchTerm[]; parts: Parts | null };

/**
 * The same question by what it is about: the only relying party, all rows of one kind, their errors' text, single rows. Null where that
 * leaves something out.
 */
export type Parts = { app: string | null; ofKind: Prisma.Sql[]; ofRow: Prisma.Sql[]; texts: ErrorText[] };

/** A filter as typed SQL: every value is a parameter. */
export function asked(filter: DeliveryFilter): Asked {
  const { terms, words } = readSearch(filter.q);
  const named = terms.findLast(({ field }) => field === "state")?.value;
  const state = deliveryStates.find((each) => each === named) ?? filter.state;
  const parts = [conditions[state], ...chosen(filter), ...(words === "" ? [] : [searched(words)])];
  for (const field of ["app", "event", "cause", "status", "kid", "subject"] as const)
    parts.push(...anyOf(terms.filter((term) => term.field === field)));
  for (const term of terms.filter(({ field }) => field === "error" || field === "age"))
    parts.push(signed(term.not, conditionOf(term, state)));
  return { state, where: Prisma.join(parts, " AND "), terms, parts: partsOf(filter, state) };
}

/** Of dead deliveries, where nothing is asked for that only a row can tell, but when it died. */
function partsOf(filter: DeliveryFilter, state: DeliveryState): Parts | null {
  const { terms, words } = readSearch(filter.q);
  const ofOne = terms.some(({ field }) => field === "kid" || field === "subject");
  if (state !== "dead" || ofOne || asDeliveryId(words) !== null || isOfOneApp(filter)) return null;
  const errors = terms.filter(({ field }) => field === "error").map(({ value, not }) => ({ text: value, not }));
  return {
    app: filter.app || null,
    ofKind: [
      ...chosen(filter),
      ...(["app", "event", "cause", "status"] as const).flatMap((field) =>
        anyOf(terms.filter((term) => term.field === field)),
      ),
    ],
    ofRow: terms.filter(({ field }) => field === "age").map((term) => signed(term.not, conditionOf(term, state))),
    texts: [...errors, ...(words === "" ? [] : [{ text: words, not: false }])],
  };
}

/** One relying party's rows need no more than its own index. */
function isOfOneApp({ app, event, status, q }: DeliveryFilter): boolean {
  const { terms, words } = readSearch(q);
  const others = terms.filter(({ field }) => field !== "age");
  const ids = others.map(({ field, not, value }) => field === "app" && !not && asDeliveryId(value) !== null);
  return event + status + words === "" && ids.every(Boolean) && ids.length + (app ? 1 : 0) === 1;
}

/** What the chips of the page chose. */
function chosen({ app, event, status }: DeliveryFilter): Prisma.Sql[] {
  return [
    ...(app ? [Prisma.sql`e.oauth_application_id = ${BigInt(app)}`] : []),
    ...(event ? [Prisma.sql`e.event_type = ${event}`] : []),
    ...(status ? [ofStatus(status)] : []),
  ];
}

/** One of those that are named, and none of those that are not wanted. */
function anyOf(terms: readonly SearchTerm[]): Prisma.Sql[] {
  const wanted = terms.filter(({ not }) => !not).map((term) => conditionOf(term));
  const unwanted = terms.filter(({ not, field }) => not && field !== "cause");
  return [
    ...(wanted.length === 0 ? [] : [Prisma.sql`(${Prisma.join(wanted, " OR ")})`]),
    ...unwanted.map((term) => signed(true, conditionOf(term))),
  ];
}

/** A row that holds nothing there is not what was not wanted. */
const signed = (not: boolean, condition: Prisma.Sql): Prisma.Sql =>
  not ? Prisma.sql`NOT coalesce((${condition}), false)` : Prisma.sql`(${condition})`;

function conditionOf({ field, op, value }: SearchTerm, state: DeliveryState = "dead"): Prisma.Sql {
  const named: Partial<Record<SearchField, () => Prisma.Sql>> = {
    app: () => ofApp(value),
    event: () =>
      value.endsWith("*")
        ? Prisma.sql`e.event_type LIKE ${`${literal(value.slice(0, -1))}%`}`
        : Prisma.sql`e.event_type = ${value}`,
    cause: () => Prisma.join(statusesOf([value]).map(answered), " OR "),
    status: () => ofStatus(value),
    kid: () => Prisma.sql`e.signing_kid = ${value}`,
    subject: () => Prisma.sql`e.subject = ${value}`,
    error: () => Prisma.sql`e.last_error ILIKE ${`%${literal(value)}%`}`,
    age: () => aged(sortColumns[state], op === ">", ageMs(value)),
  };
  return named[field]?.() ?? Prisma.sql`true`;
}

/** The database's own clock judges ages: ours may differ. */
const aged = (column: Prisma.Sql, older: boolean, ms: number): Prisma.Sql =>
  older
    ? Prisma.sql`${column} < now() AT TIME ZONE 'UTC' - ${ms} * interval '1 millisecond'`
    : Prisma.sql`${column} > now() AT TIME ZONE 'UTC' - ${ms} * interval '1 millisecond'`;

function ofApp(value: string): Prisma.Sql {
  const id = asDeliveryId(value);
  return id !== null
    ? Prisma.sql`e.oauth_application_id = ${BigInt(id)}`
    : Prisma.sql`e.oauth_application_id IN (SELECT id FROM oauth_applications WHERE name ILIKE ${`${literal(value)}%`})`;
}

function ofStatus(value: string): Prisma.Sql {
  if (value === "none") return Prisma.sql`e.last_status IS NULL`;
  if (!value.endsWith("xx")) return Prisma.sql`e.last_status = ${Number(value)}`;
  const from = Number(value.charAt(0)) * 100;
  return answered([from, from + 99]);
}

const answered = (range: readonly [number, number] | null): Prisma.Sql =>
  range === null ? Prisma.sql`e.last_status IS NULL` : Prisma.sql`e.last_status BETWEEN ${range[0]} AND ${range[1]}`;

/** Wildcards in it mean themselves. */
const literal = (text: string): string => text.replace(/[\\%_]/g, (char) => `\\${char}`);

/** An id, a subject, an idempotency key or a piece of the error text. */
function searched(text: string): Prisma.Sql {
  const id = asDeliveryId(text);
  const byId = id === null ? Prisma.empty : Prisma.sql`e.id = ${BigInt(id)} OR `;
  return Prisma.sql`(${byId}e.subject = ${text} OR e.idempotency_key = ${text} OR e.last_error ILIKE ${`%${literal(text)}%`})`;
}
