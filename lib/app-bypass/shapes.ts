import { z } from "zod";
import { appId } from "@/lib/apps/shapes";

/** How far an app lets people in without Clerk, from least to most. Each also takes whom the first takes. @source design: access §6 */
export const rungs = ["verified", "recent", "read-only", "named", "everyone"] as const;
export type Rung = (typeof rungs)[number];

/** How long an opening may last at most. It is never prolonged: more is asked for anew. @source design: access §6, as for a grant */
export const longestMinutes = 60;
/** How long a document is good for. It is signed anew for as long as the bypass is open. @source design: access §6 (at most 30 min) */
export const documentSeconds = 60;
/** Documents of the same seconds are the same bytes. */
export const documentGridSeconds = 5;
/** Of one opening so many reports are kept; of the rest only their number. */
export const usesKeptLimit = 2_000;
/** So many reports come in one call. */
export const usesInOneCall = 100;

export const openingId = z.uuid();

/** The beginning of a path: itself and what is below it. Nothing in it is encoded, and nothing leads upwards. */
export const route = z
  .string()
  .max(120)
  .regex(/^\/(?!.*(\/\/|\.\.))[\w./~-]*$/);

/** @source Clerk: ids of users begin with user_ */
export const clerkUserId = z.string().regex(/^user_[A-Za-z0-9]{8,60}$/);

const common = { app: appId, minutes: z.int().min(5).max(longestMinutes) };

/** What is asked for: which app, for how long, which rung, and what that rung needs to know. */
export const opening = z.discriminatedUnion("rung", [
  z.strictObject({ ...common, rung: z.literal("verified") }),
  z.strictObject({ ...common, rung: z.literal("recent"), sessionMinutes: z.int().min(1).max(240) }),
  z.strictObject({ ...common, rung: z.literal("read-only"), routes: z.array(route).min(1).max(20) }),
  z.strictObject({ ...common, rung: z.literal("named"), people: z.array(clerkUserId).min(1).max(20) }),
  z.strictObject({ ...common, rung: z.literal("everyone"), phrase: z.string().max(120) }),
]);
export type Opening = z.output<typeof opening>;

/** What is typed before an app lets everybody in. The same in every language. */
export const phraseFor = (app: string): string => `LET EVERYONE INTO ${app.toUpperCase()}`;

const instant = z.iso.datetime();

const said = { app: appId, issuedAt: instant, expiresAt: instant };
const openOf = { ...said, state: z.literal("open"), opening: openingId, incident: z.string().nullable() };

/** What a bypass document says, once its signature holds. */
export const bypassDocument = z.discriminatedUnion("rung", [
  z.strictObject({ ...said, state: z.literal("closed"), rung: z.null() }),
  z.strictObject({ ...openOf, rung: z.literal("verified") }),
  z.strictObject({ ...openOf, rung: z.literal("recent"), sessionMinutes: z.int() }),
  z.strictObject({ ...openOf, rung: z.literal("read-only"), routes: z.array(z.string()) }),
  z.strictObject({ ...openOf, rung: z.literal("named"), people: z.array(z.string()) }),
  z.strictObject({ ...openOf, rung: z.literal("everyone") }),
]);
export type BypassDocument = z.output<typeof bypassDocument>;

const line = (longest: number) =>
  z
    .string()
    .min(1)
    .max(longest)
    .regex(/^[\x20-\x7e]*$/);

/** One request that an app let through, without its query and without whose it was but as a hash. */
export const use = z.strictObject({
  id: z.uuid(),
  at: instant,
  method: z.string().regex(/^[A-Z]{3,10}$/),
  route: line(200).regex(/^\/[^?#]*$/),
  subject: z
    .string()
    .regex(/^[0-9a-f]{64}$/)
    .nullable(),
  requestId: line(80).nullable(),
});

/** What an app reports: of which opening, which requests, and how many it could not keep until now. */
export const usesReport = z.strictObject({
  opening: openingId,
  uses: z.array(use).max(usesInOneCall),
  unreported: z.int().min(0).max(1_000_000),
});
export type UsesReport = z.output<typeof usesReport>;

/** What is open or was, with who, why and how much it was used. Instants are ISO texts. */
export type AppOpening = {
  id: string;
  app: string;
  appName: string;
  rung: Rung;
  sessionMinutes: number | null;
  routes: readonly string[];
  people: readonly string[];
  requestId: string;
  openedBy: string;
  approvedBy: string | null;
  reason: string;
  incident: string | null;
  openedAt: string;
  endsAt: string;
  /** Null while it is open. */
  endedAt: string | null;
  endedBy: string | null;
  usesKept: number;
  usesBeyond: number;
};

/** An opening as the frame of every page tells of it. */
export type LiveAppBypass = Pick<AppOpening, "id" | "app" | "appName" | "rung" | "openedBy" | "incident" | "endsAt">;

/** An app on the ladder. `lastAskedAt`: when it last asked for its document, to the minute; null where it never has. */
export type LadderApp = {
  id: string;
  name: string;
  hosted: boolean;
  tokenMadeAt: string | null;
  lastAskedAt: string | null;
  /** Changes with whatever an opening rests on. */
  version: string;
  open: AppOpening | null;
};

/** A request that was let through, as the page lists it. */
export type UseLine = {
  id: string;
  at: string;
  method: string;
  route: string;
  subject: string | null;
  requestId: string | null;
};
