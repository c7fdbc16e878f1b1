import "server-only";
import type { Actor } from "@/lib/access/actor";
import { findClerkRotation } from "@/lib/clerk-keys/queries/find-clerk-rotation";
import { listConsumers } from "@/lib/clerk-keys/queries/list-consumers";
import { workAt } from "@/lib/clerk-keys/rules/consumers";
import { fingerprintOf } from "@/lib/clerk-keys/rules/fingerprint";
import type { ClerkKeyAct, Consumer, KeptClerkRotation } from "@/lib/clerk-keys/shapes";
import {
  holdClerkRotation,
  keepClerkStep,
  letGoClerkRotation,
  noteDeployAsked,
  noteNotReached,
  noteSet,
} from "@/lib/clerk-keys/writes";
import { triggerHostedDeploy } from "@/lib/connectors/render/deploys";
import { putEnvKey } from "@/lib/connectors/render/env-keys";
import { type ConsoleTransaction, consoleDb } from "@/lib/core/db";
import { seconds } from "@/lib/core/duration";
import { ok, type Result, refuse } from "@/lib/core/errors";
import { listRunning, told } from "@/lib/deploys/queries/find-hosted";
import type { StoredRequest } from "@/lib/requests/shapes";
import type { Context, Outcome } from "../define";
import { opensSameInstance } from "./make-clerk-key";

type Running = Context & { request: StoredRequest };

/** A run that takes longer than a minute counts as lost: what is left by then is for the next one. */
const runsForMs = seconds(40);

const write = (work: (tx: ConsoleTransaction) => Promise<void>): Promise<void> => consoleDb().$transaction(work);

export const clerkKeyHref = (fingerprint: string): string => `/keys/secret/${fingerprint}`;

type Spread = {
  /** Of the old key. */
  fingerprint: string;
  act: ClerkKeyAct;
  /** The new key; it stays in this process's memory, and leaves it for the hosts alone. */
  obtain: (kept: KeptClerkRotation) => Promise<Result<string>>;
  /** It opens the right instance. */
  tried?: (kept: KeptClerkRotation) => Promise<void>;
};

/**
 * One round: the new key comes to hand, is tried, and goes to every app that does not have it yet. It can be asked for again after
 * any end of it, and after a crash: what was done is not done twice, and nothing is ever revoked here.
 */
export async function spreadClerkKey({ actor, request }: Running, spread: Spread): Promise<Result<Outcome>> {
  const { fingerprint, act } = spread;
  const startedAt = Date.now();
  const { id: requestId, requesterId: beganBy } = request;
  const held = await consoleDb().$transaction(async (tx) => {
    const id = await holdClerkRotation(tx, { requestId, beganBy, fingerprint });
    if (id !== null) await keepClerkStep(tx, { requestId, rotationId: id, act });
    return id;
  });
  const kept = held && (await findClerkRotation(actor, fingerprint));
  if (!held || !kept) return refuse("clerk_key_under_way");
  const ended = await round(kept, { ...spread, actor, startedAt });
  // Not after a throw: whoever died may still have a call in the air, and the request says when that is over.
  await write((tx) => letGoClerkRotation(tx, kept.id));
  return ended;
}

type Round = Spread & { actor: Actor; startedAt: number };

async function round(kept: KeptClerkRotation, { actor, startedAt, obtain, tried }: Round): Promise<Result<Outcome>> {
  const secret = await obtain(kept);
  if (!secret.ok) return secret;
  const opens = await opensSameInstance(kept, secret.value);
  if (!opens.ok) return opens; // guard: tried-before-set
  await tried?.(kept);
  const fresh = fingerprintOf(secret.value);
  const latest = await findClerkRotation(actor, kept.oldFingerprint);
  const [failed, keys] = [[] as { app: string; code: string }[], { old: kept.oldFingerprint, fresh }];
  let reached = 0;
  for (const consumer of await listConsumers(actor, latest)) {
    const work = workAt(consumer, keys, new Date());
    if (work === null || consumer.serviceId === null) continue;
    const late = Date.now() - startedAt > runsForMs;
    const done = late
      ? refuse("clerk_key_half_done")
      : await move(actor, { at: { rotationId: kept.id, app: consumer.app }, consumer, work, secret: secret.value });
    if (done.ok) reached += 1;
    else failed.push({ app: consumer.name, code: done.refusal.code });
  }
  const [first] = failed;
  if (first) return refuse("clerk_key_consumer_failed", { ...first, count: failed.length });
  return ok({
    summary: { key: "clerkKeys.spread", values: { count: reached, fingerprint: fresh } },
    href: clerkKeyHref(kept.oldFingerprint),
    facts: { fingerprint: kept.oldFingerprint, newFingerprint: fresh, reached },
  });
}

type Move = { at: { rotationId: string; app: string }; consumer: Consumer; work: "set" | "deploy"; secret: string };

/** One app: its variables, then the deploy without which they do nothing. Why it was not reached is kept. */
async function move(actor: Actor, given: Move): Promise<Result<true>> {
  const done = await setAndDeploy(actor, given);
  if (!done.ok) await write((tx) => noteNotReached(tx, given.at, done.refusal.code));
  return done;
}

async function setAndDeploy(actor: Actor, { at, consumer, work, secret }: Move): Promise<Result<true>> {
  const { serviceId, envKeys } = consumer;
  if (serviceId === null) return refuse("service_not_hosted", { app: consumer.name });
  for (const key of work === "set" ? envKeys : []) {
    // Twice the same value does no harm, so an answer that never came is a failure like any other.
    const written = told(await putEnvKey(serviceId, key, secret));
    if (!written.ok) return written;
  }
  if (work === "set") await write((tx) => noteSet(tx, at, fingerprintOf(secret)));
  const running = await listRunning(actor, serviceId);
  if (!running.ok) return running;
  const deployed = told(await triggerHostedDeploy(serviceId));
  if (!deployed.ok) return deployed;
  await write((tx) => noteDeployAsked(tx, at, running.value));
  return ok(true);
}
