import { z } from "zod";
import type { Role } from "@/lib/access/roles";
import { passkeyProof } from "@/lib/passkeys/shapes";
import type { RequestState } from "@/lib/requests/shapes";
import { incidentName, reasonText } from "@/lib/requests/shapes";
import type { HolderFault, ReadinessFault } from "./rules/readiness";

/** How long a grant lives at most. It is never prolonged: a renewal is a new ceremony. @source design: access §6 */
export const grantMinutes = 60;

/** So many may be in at once. @source design: access §6 */
export const liveGrantsLimit = 3;

/** A last known role that is older lets nobody in. @source design: access §6 */
export const roleMaxAgeDays = 30;

/** For how long the console Clerk must have failed by our own probes. @source design: access §6 */
export const failingForSeconds = 60;

/** What let the ceremony take place: our probes, the flag, the typed override, or a drill of that very person. */
export const openers = ["probes", "flag", "override", "drill"] as const;
export type Opener = (typeof openers)[number];

export const openingFactors = ["passkey", "code"] as const;
export type OpeningFactor = (typeof openingFactors)[number];

/** Why a grant is over: by hand, its hour, Clerk is back, its person opened another, the enrolment was struck off. */
export const endings = ["hand", "expired", "recovered", "replaced", "struck"] as const;
export type Ending = (typeof endings)[number];

/** One of the ten codes of a sheet, as somebody types it, and the PIN that is not on the sheet. */
export const typedCodeShape = z.strictObject({
  code: z.string().trim().min(1).max(60),
  pin: z.string().min(1).max(40),
});

export const grantId = z.uuid();

/** What somebody hands in at the door. `id` is made by the browser, once for each opening. */
export const openingShape = z.strictObject({
  id: grantId,
  email: z.string().trim().max(254).pipe(z.email()),
  reason: reasonText.pipe(z.string().min(10)),
  incident: incidentName.nullable(),
  override: z.string().trim().max(60),
  drill: z.boolean(),
});
export const openingFactor = z.union([
  typedCodeShape.extend({ kind: z.literal("code") }),
  passkeyProof.extend({ kind: z.literal("passkey") }),
]);
export type Wish = z.output<typeof openingShape>;
export type Opening = z.output<typeof openingShape> & { factor: z.output<typeof openingFactor> };

/** A grant as everybody may see it while it lives. Instants are ISO texts. */
export type LiveGrant = {
  id: string;
  personName: string;
  /** It is the reader's own. */
  own: boolean;
  reason: string;
  incident: string | null;
  opener: Opener;
  openedWith: OpeningFactor;
  openedAt: string;
  expiresAt: string;
  /** When Clerk had been healthy for five minutes: it ends when that has become ten. */
  warnedAt: string | null;
};

/** An opening that is over, with what it left behind. Instants are ISO texts. */
export type PastGrant = Omit<LiveGrant, "expiresAt" | "warnedAt"> & {
  drill: boolean;
  endedAt: string | null;
  endedBecause: Ending;
  endedByName: string | null;
  /** Null for a drill: nothing could be done in it. */
  review: { id: string; dueAt: string; filedAt: string | null; late: boolean } | null;
  /** Every request that was asked under it, and every decision about another's. */
  requests: readonly {
    id: string;
    operation: string;
    subject: string;
    state: RequestState;
    part: "asked" | "approved" | "denied";
    at: string;
  }[];
};

/** Somebody stood at the door and was not let in. `personName` is null for whoever is not enrolled. */
export type TriedAttempt = { id: string; personName: string | null; factor: string; outcome: string; at: string };

export const enrolmentId = z.uuid();

/** For how long a drill lets its person open the ceremony. */
export const drillMinutes = 15;

/** SHA-256, or 32 random bytes, as base64url. */
const thirtyTwoBytes = z.string().regex(/^[A-Za-z0-9_-]{43}$/);

/** What stands for a PIN in the stored request: the hash of `opening` and the PIN, of which nobody learns the PIN. */
export const pinCommitment = thirtyTwoBytes;

/** What its person confides when a sheet is made: the PIN, and the random text that kept its commitment from being guessed. */
export const confidedPin = z.strictObject({ pin: z.string().max(40), opening: thirtyTwoBytes });
export type ConfidedPin = z.infer<typeof confidedPin>;

/** Whether the way in that needs no Clerk could be used now. Instants are ISO texts. */
export type Readiness = {
  armed: boolean;
  /** What is missing, in the order in which it is mended. */
  missing: ReadinessFault[];
  enrolled: number;
  /** Of those, who could come in now. */
  usable: number;
  lastDrillAt: string | null;
  /** Until when that drill counts. */
  drillGoodUntil: string | null;
};

/** Somebody who is enrolled, as pages show them. Instants are ISO texts. */
export type HolderCard = {
  enrolmentId: string;
  personId: string;
  name: string;
  roles: Role[];
  passkeys: number;
  /** Null without a sheet. */
  codesLeft: number | null;
  sheetAt: string | null;
  drilledAt: string | null;
  /** Until when their drill is open; null when none is. */
  drillUntil: string | null;
  /** Why they could not come in; null when they could. */
  fault: HolderFault | null;
};

/** Somebody who could be enrolled. */
export type Enrollable = { id: string; name: string };
