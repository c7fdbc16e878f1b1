import type {
  ClerkKeyStage,
  Consumer,
  ConsumerLine,
  ConsumerState,
  Health,
  KeptClerkRotation,
  KeptConsumer,
} from "../shapes";

/** The two keys of a replacement, by their fingerprints; no new one while none is known. */
export type Keys = { old: string; fresh: string | null };

export const untouched = (app: string): KeptConsumer => ({
  app,
  setFingerprint: null,
  setAt: null,
  deployAskedAt: null,
  knownInstances: [],
  failure: null,
  vouchedBy: null,
  vouchedAt: null,
});

/** What an app says of its key, where it says anything. */
export const reportOf = (health: Health): string | null => (typeof health === "object" ? health.fingerprint : null);

/** How far an app is. What it reports itself counts before what anybody says of it. */
export function consumerState(consumer: Consumer, { old, fresh }: Keys): ConsumerState {
  const reports = reportOf(consumer.health);
  if (fresh !== null && reports === fresh) return "over";
  if (consumer.vouchedAt !== null && reports !== old) return "vouched";
  if (consumer.serviceId === null) return "by_hand";
  if (consumer.failure !== null) return "failed";
  if (fresh === null || consumer.setFingerprint !== fresh || consumer.deployAskedAt === null) return "waiting";
  return reports === null && consumer.health !== "silent" ? "unseen" : "deploying";
}

/** A person's word counts only where the app itself says nothing against it, and where nothing else could tell. */
export function mayVouch(consumer: Consumer, keys: Keys): boolean {
  if (reportOf(consumer.health) === keys.old) return false; // guard: vouch-not-against-report
  return keys.fresh !== null && ["unseen", "by_hand"].includes(consumerState(consumer, keys));
}

export const consumerLine = (consumer: Consumer, keys: Keys): ConsumerLine => ({
  ...consumer,
  state: consumerState(consumer, keys),
  mayVouch: mayVouch(consumer, keys),
});

/** A deploy takes a while: one that was asked for just now is not asked for again. */
const deploysWithinMs = 60_000;

/** What another round does at an app: sets its variables and deploys, only deploys, or leaves it alone. */
export function workAt(consumer: Consumer, keys: Keys, now: Date): "set" | "deploy" | null {
  if (consumer.serviceId === null || keys.fresh === null) return consumer.serviceId === null ? null : "set";
  const state = consumerState(consumer, keys);
  if (state === "over" || state === "vouched" || state === "unseen") return null;
  if (consumer.setFingerprint !== keys.fresh) return "set";
  if (consumer.deployAskedAt === null || state === "failed") return "deploy";
  return now.getTime() - Date.parse(consumer.deployAskedAt) > deploysWithinMs ? "deploy" : null;
}

export const isOver = ({ state }: Pick<ConsumerLine, "state">): boolean => state === "over" || state === "vouched";

/** Where a replacement is, by what the apps report. */
export function clerkKeyStage(
  rotation: KeptClerkRotation | null,
  consumers: readonly Pick<ConsumerLine, "state">[],
): ClerkKeyStage {
  if (rotation === null) return "new";
  if (rotation.endedAt !== null) return "ended";
  if (rotation.releasedAt !== null) return "released";
  if (rotation.newFingerprint === null) return "making";
  return consumers.every(isOver) ? "ready" : "spreading";
}
