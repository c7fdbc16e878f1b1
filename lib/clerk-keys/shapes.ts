import { z } from "zod";
import type { RequestState } from "@/lib/requests/shapes";

/** How a secret key is spoken of: the first eight hex digits of its SHA-256, as apps report theirs. */
export const keyFingerprint = z.string().regex(/^[0-9a-f]{8}$/);

/** For so many hours older keys stay good after another was made. @source Clerk Platform API names no limit; three days are ours */
export const overlapHours = z.int().min(1).max(72);
export const longestOverlapHours = 72;

export type ClerkKeyAct = "replace" | "adopt" | "vouch" | "release" | "close";

/** How far an app is, as it is kept. Instants are ISO texts. */
export type KeptConsumer = {
  app: string;
  setFingerprint: string | null;
  setAt: string | null;
  deployAskedAt: string | null;
  knownInstances: readonly string[];
  failure: string | null;
  vouchedBy: string | null;
  vouchedAt: string | null;
};

export type ClerkKeyStep = { act: ClerkKeyAct; requestId: string; state: RequestState; by: string; at: string };

/** The replacement of a secret key as it is kept. */
export type KeptClerkRotation = {
  id: string;
  oldFingerprint: string;
  by: string;
  beganAt: string;
  instanceId: string | null;
  shownBefore: string | null;
  askedAt: string | null;
  newFingerprint: string | null;
  madeAt: string | null;
  madeIn: "platform" | "dashboard" | null;
  oldEndsAt: string | null;
  releasedAt: string | null;
  endedAt: string | null;
  version: number;
  consumers: readonly KeptConsumer[];
  steps: readonly ClerkKeyStep[];
};

/** What an app's health says. `none`: it has no such page · `silent`: the page does not answer. */
export type Health = "none" | "silent" | { fingerprint: string | null; clerkReachable: boolean | null };

/** An app that holds a secret key of the customers' Clerk. */
export type Consumer = KeptConsumer & {
  name: string;
  hostedOn: string;
  /** Whether its variables can be set from here. */
  serviceId: string | null;
  envKeys: readonly string[];
  health: Health;
};

/**
 * `waiting`: not set yet · `failed`: the last attempt did not reach it · `deploying`: set, and it does not report the new key yet ·
 * `unseen`: set, and it never reports which key it uses · `by_hand`: a person sets it there · `over`: it reports the new key ·
 * `vouched`: a person says that it uses the new key.
 */
export type ConsumerState = "waiting" | "failed" | "deploying" | "unseen" | "by_hand" | "over" | "vouched";
export type ConsumerLine = Consumer & { state: ConsumerState; mayVouch: boolean };

/** `new`: nobody began · `making`: begun, and no new key is known · `spreading`: not every app is over · `ready`: all are. */
export type ClerkKeyStage = "new" | "making" | "spreading" | "ready" | "released" | "ended";

/** What the page of a secret key keeps fresh. */
export type ClerkKeyView = {
  now: string;
  fingerprint: string;
  /** Whether anybody is seen to use it. */
  known: boolean;
  stage: ClerkKeyStage;
  rotation: KeptClerkRotation | null;
  consumers: readonly ConsumerLine[];
  /** The old key has ended by itself. */
  lapsed: boolean;
  /** Whether a key can be made from here. */
  platform: boolean;
  /** Whether another round would set or deploy something. */
  goesOn: boolean;
  /** Whether this console itself still asks with the old key. */
  ownIsOld: boolean;
  asked: readonly { requestId: string; act: ClerkKeyAct; state: RequestState; by: string }[];
};
