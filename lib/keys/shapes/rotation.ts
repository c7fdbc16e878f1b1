import type { RequestState } from "@/lib/requests/shapes";
import type { RingName } from "./key";

/** Where a planned rotation is, by what the keys show. `overtaken`: one of its keys was revoked meanwhile. */
export const rotationStages = [
  "publishing",
  "not_published",
  "soaking",
  "draining",
  "done",
  "canceled",
  "overtaken",
] as const;
export type RotationStage = (typeof rotationStages)[number];

export const rotationActs = ["publish", "activate", "retire", "cancel"] as const;
export type RotationAct = (typeof rotationActs)[number];

/** A step that somebody confirmed, by its request. */
export type RotationStep = {
  act: RotationAct;
  requestId: string;
  kid: string | null;
  state: RequestState;
  by: string;
  at: string;
};

/** A planned rotation as it is kept. What has become of it, the keys themselves say. */
export type KeptRotation = {
  id: string;
  of: RingName;
  oldKid: string;
  /** Kids that were there before: whichever is not among them came after. */
  knownKids: readonly string[];
  beganAt: string;
  by: string;
  steps: readonly RotationStep[];
};

/** How far each of the five parts of a rotation is. */
export type RotationPost = {
  part: "publish" | "soak" | "activate" | "drain" | "retire";
  place: "past" | "here" | "ahead";
};
