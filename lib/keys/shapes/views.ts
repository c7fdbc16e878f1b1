import type { Refusal, Result } from "@/lib/core/errors";
import type { RequestState } from "@/lib/requests/shapes";
import type {
  Adoption,
  Breakage,
  KeyRing,
  KeyUse,
  NextAct,
  Refuser,
  RingName,
  ServedSet,
  SetFault,
  SigningKey,
} from "./key";
import type { MismatchView } from "./mismatch";
import type { KeptRotation, RotationPost, RotationStage } from "./rotation";

/** A key as the inventory shows it. */
export type KeyLine = SigningKey & {
  /** Whether the key set serves it; null where the key set did not answer. */
  served: boolean | null;
  /** Null where they could not be counted. */
  dead: number | null;
  waiting: number | null;
  lastDeliveredAt: string | null;
  next: NextAct | null;
};

export type RingLine = Pick<KeyRing, "of" | "name"> & {
  cacheSeconds: number | null;
  readers: number;
  keys: readonly KeyLine[];
  /** Whether another key may be published now. */
  publish: NextAct;
};

/** A Clerk secret key by what apps report of it, and who reports it. */
export type SecretKeyLine = {
  fingerprint: string | null;
  app: string;
  name: string;
  clerkInstance: "managed" | "console" | "none";
  envKeys: readonly string[];
  observedAt: string | null;
};

/** What the console itself signs and seals with: a name and the beginning of a hash, never a value. */
export const ownKeys = [
  "CLERK_SECRET_KEY",
  "RECORD_HMAC_KEY",
  "RECORD_SIGNING_KEY",
  "NONCE_KEY",
  "GRANT_SIGNING_KEY",
  "BYPASS_SIGNING_KEY",
] as const;
export type OwnKeyLine = { name: (typeof ownKeys)[number]; fingerprint: string };

export type KeysView = {
  now: string;
  rings: readonly RingLine[];
  served: Result<ServedSet>;
  faults: readonly SetFault[];
};

/** What the page of one key keeps fresh. */
export type KeyView = {
  now: string;
  of: RingName;
  name: string | null;
  key: KeyLine;
  /** The ring with its other keys. */
  ring: RingLine;
  adoption: readonly Adoption[];
  fetchesUnread: boolean;
  served: Result<ServedSet>;
  /** Null where they could not be counted. */
  uses: readonly KeyUse[] | null;
  ifActivated: Breakage | null;
  ifRetired: Breakage | null;
  /** Why it can't be revoked and replaced; null where it can. */
  compromise: Refusal | null;
  /** The rotation that it belongs to. */
  rotation: string | null;
  mismatch: MismatchView | null;
  /** Whether it refuses the key could not be read: nothing said of it is no good sign. */
  refusalsUnread: boolean;
};

/** An act that somebody has asked for and nobody has run yet. */
export type AskedStep = { requestId: string; operation: string; state: RequestState; by: string };

export type OpenRotation = {
  id: string;
  of: RingName;
  name: string | null;
  stage: RotationStage;
  by: string;
  beganAt: string;
};

/** What the page of a rotation keeps fresh. */
export type RotationView = {
  now: string;
  rotation: KeptRotation;
  name: string | null;
  stage: RotationStage;
  posts: readonly RotationPost[];
  oldKey: KeyLine | null;
  newKey: KeyLine | null;
  next: NextAct | null;
  cancelable: boolean;
  adoption: readonly Adoption[];
  fetchesUnread: boolean;
  /** Who breaks if the next act is done now. */
  breaks: Breakage | null;
  asked: readonly AskedStep[];
  served: Result<ServedSet>;
};

/** A read that a compromise needs, and how long it took just now. */
export type DrillStep = { step: "host" | "tables" | "proof" | "set"; tookMs: number; ok: boolean };

/** A compromise as it would be, and nothing changed. */
export type DrillView = {
  at: string;
  /** Whose rows they are. */
  of: RingName;
  kid: string;
  /** Undelivered rows that would be reassigned; null where they could not be counted. */
  rows: { dead: number; waiting: number } | null;
  /** Null where nobody's copy of the key set could be read. */
  refusers: readonly Refuser[] | null;
  steps: readonly DrillStep[];
  /** How many past one-off jobs speak for the time of this one, and when the last of them was done. */
  jobs: number;
  lastJobAt: string | null;
  jobSeconds: number | null;
  totalSeconds: number | null;
  withinGoal: boolean | null;
  /** The last revocation that was seen to be done, from its confirmation; null where there was none. */
  last: { requestId: string; at: string; seconds: number } | null;
  refusal: Refusal | null;
};
