import "server-only";
import type { ConsoleTransaction } from "@/lib/core/db";
import type { ClerkKeyAct } from "./shapes";

type Begun = { requestId: string; beganBy: string; fingerprint: string };

/**
 * Begins the replacement of a key, or takes up the one that was begun, and holds it for one run: of two that set a key at once, one
 * might set what the other has just replaced.
 * @returns its id; null while another run holds it
 */
export async function holdClerkRotation(
  tx: ConsoleTransaction,
  { requestId, beganBy, fingerprint }: Begun,
): Promise<string | null> {
  await tx.$executeRaw`
    INSERT INTO clerk_key_rotations (id, old_fingerprint, began_by) VALUES (${requestId}::uuid, ${fingerprint}, ${beganBy}::uuid)
    ON CONFLICT (old_fingerprint) DO NOTHING`;
  const [found] = await tx.$queryRaw<{ id: string; busy: boolean }[]>`
    SELECT id::text AS id,
           EXISTS (SELECT 1 FROM action_requests WHERE id = run_by AND id <> ${requestId}::uuid AND state = 'running') AS busy
      FROM clerk_key_rotations WHERE old_fingerprint = ${fingerprint} FOR UPDATE`;
  if (!found || found.busy) return null; // guard: one-clerk-run
  await tx.clerkKeyRotation.update({ where: { id: found.id }, data: { runBy: requestId } });
  return found.id;
}

export async function keepClerkStep(
  tx: ConsoleTransaction,
  step: { requestId: string; rotationId: string; act: ClerkKeyAct },
): Promise<void> {
  await tx.clerkKeyStep.createMany({ data: [step], skipDuplicates: true });
}

export const letGoClerkRotation = async (tx: ConsoleTransaction, id: string): Promise<void> =>
  void (await tx.clerkKeyRotation.update({ where: { id }, data: { runBy: null } }));

export const noteInstance = async (tx: ConsoleTransaction, id: string, instanceId: string): Promise<void> =>
  void (await tx.clerkKeyRotation.update({ where: { id }, data: { instanceId } }));

/** Before another key is asked for: from here on one may have been made that nobody here knows. */
export const noteAsked = async (tx: ConsoleTransaction, id: string, shownBefore: string): Promise<void> =>
  void (await tx.clerkKeyRotation.update({ where: { id }, data: { shownBefore, askedAt: new Date() } }));

/** It was certainly not made. */
export const noteNotAsked = async (tx: ConsoleTransaction, id: string): Promise<void> =>
  void (await tx.clerkKeyRotation.update({ where: { id }, data: { shownBefore: null, askedAt: null } }));

type Made = { fingerprint: string; in: "platform" | "dashboard"; oldEndsAt: Date | null };

/** Another new key is known: what was said of apps under the one before counts no more. */
export async function noteNewKey(tx: ConsoleTransaction, id: string, made: Made): Promise<void> {
  await tx.clerkKeyRotation.update({
    where: { id },
    data: {
      newFingerprint: made.fingerprint,
      madeIn: made.in,
      madeAt: new Date(),
      ...(made.oldEndsAt && { oldEndsAt: made.oldEndsAt }),
      version: { increment: 1 },
    },
  });
  await tx.clerkKeyConsumer.updateMany({ where: { rotationId: id }, data: { vouchedAt: null, vouchedBy: null } });
}

type At = { rotationId: string; app: string };

async function noteConsumer(
  tx: ConsoleTransaction,
  { rotationId, app }: At,
  data: Partial<{
    setFingerprint: string;
    setAt: Date;
    deployAskedAt: Date | null;
    knownInstances: string[];
    failure: string | null;
    vouchedBy: string;
    vouchedAt: Date;
  }>,
): Promise<void> {
  const key = { rotationId, appId: app };
  await tx.clerkKeyConsumer.upsert({
    where: { rotationId_appId: key },
    create: { ...key, ...data },
    update: data,
  });
  await tx.clerkKeyRotation.update({ where: { id: rotationId }, data: { version: { increment: 1 } } });
}

export const noteSet = (tx: ConsoleTransaction, at: At, setFingerprint: string): Promise<void> =>
  noteConsumer(tx, at, { setFingerprint, setAt: new Date(), deployAskedAt: null, failure: null });

export const noteDeployAsked = (tx: ConsoleTransaction, at: At, knownInstances: readonly string[]): Promise<void> =>
  noteConsumer(tx, at, { deployAskedAt: new Date(), knownInstances: [...knownInstances], failure: null });

export const noteNotReached = (tx: ConsoleTransaction, at: At, failure: string): Promise<void> =>
  noteConsumer(tx, at, { failure });

export const noteVouched = (tx: ConsoleTransaction, at: At, personId: string): Promise<void> =>
  noteConsumer(tx, at, { vouchedBy: personId, vouchedAt: new Date(), failure: null });

/**
 * Every app is over, and a person has seen that nobody uses the old key any more.
 * @returns false where something of it has changed since that was looked at
 */
export async function noteReleased(tx: ConsoleTransaction, at: { id: string; version: number }): Promise<boolean> {
  const data = { releasedAt: new Date(), version: { increment: 1 } };
  const { count } = await tx.clerkKeyRotation.updateMany({ where: at, data });
  return count === 1;
}

/** The old key was answered with 401. */
export const noteEnded = async (tx: ConsoleTransaction, id: string): Promise<void> =>
  void (await tx.clerkKeyRotation.update({ where: { id }, data: { endedAt: new Date(), version: { increment: 1 } } }));
