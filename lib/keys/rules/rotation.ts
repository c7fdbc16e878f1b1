import type { KeyRing, SigningKey } from "../shapes/key";
import type { KeptRotation, RotationPost, RotationStage } from "../shapes/rotation";
import { keyIn } from "./life";

/** The key that a rotation has published: the first that was not there before. */
export const newKeyOf = ({ knownKids }: Pick<KeptRotation, "knownKids">, ring: KeyRing): SigningKey | undefined =>
  ring.keys.findLast(({ kid }) => !knownKids.includes(kid));

/** Where a rotation is. Nobody writes that down: the keys show it, to whoever goes on with it. */
export function stageOf(rotation: KeptRotation, ring: KeyRing): RotationStage {
  const [before, after] = [keyIn(ring, rotation.oldKid), newKeyOf(rotation, ring)];
  if (before?.state === "compromised" || after?.state === "compromised") return "overtaken";
  if (!after) return isPublishOver(rotation) ? "not_published" : "publishing";
  if (after.state === "published") return "soaking";
  if (after.activatedAt === null) return after.state === "retired" ? "canceled" : "publishing";
  return before?.state === "retired" ? "done" : "draining";
}

const isPublishOver = ({ steps }: KeptRotation): boolean =>
  steps.some(({ act, state }) => act === "publish" && state === "failed");

/** It can be taken back until the new key signs; afterwards it only goes forward. */
export const mayCancel = (stage: RotationStage): boolean => stage === "soaking";

/** Whether nothing of it is left to do. */
export const isRotationOver = (stage: RotationStage): boolean =>
  ["not_published", "done", "canceled", "overtaken"].includes(stage);

const parts = ["publish", "soak", "activate", "drain", "retire"] as const;

/** Which part of a rotation is where: what was done, what it waits for, what comes. @param ready whether the next act is open */
export function postsOf(stage: RotationStage, ready: boolean): RotationPost[] {
  const reached: Partial<Record<RotationStage, number>> = {
    publishing: 0,
    not_published: 0,
    soaking: ready ? 2 : 1,
    canceled: 1,
    draining: ready ? 4 : 3,
    done: parts.length,
  };
  const here = reached[stage] ?? 0;
  return parts.map((part, place) => ({ part, place: place < here ? "past" : place === here ? "here" : "ahead" }));
}
