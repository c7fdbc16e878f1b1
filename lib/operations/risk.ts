import "server-only";

/** How grave an act is. One operation has exactly one class. */
export const riskClasses = ["system", "routine", "stop", "guarded", "grave", "emergency"] as const;
export type RiskClass = (typeof riskClasses)[number];

export type RiskPolicy = {
  /** Whether people may ask for it at all. */
  person: boolean;
  /** A fresh second factor, bound to the request. */
  stepUp: boolean;
  /** Another person, an admin, must agree before it runs. */
  secondPerson: boolean;
  /** Roles are read live from Clerk before it runs. */
  liveRoles: boolean;
  /** How long after asking it may still run; where a second person decides, how long after the approval. */
  executeWithinMinutes: number;
};

/** The only place where policy numbers live. @source design: house §4, access §2 */
export const risks: Record<RiskClass, RiskPolicy> = {
  system: { person: false, stepUp: false, secondPerson: false, liveRoles: false, executeWithinMinutes: 1 },
  routine: { person: true, stepUp: false, secondPerson: false, liveRoles: false, executeWithinMinutes: 1 },
  stop: { person: true, stepUp: false, secondPerson: false, liveRoles: false, executeWithinMinutes: 1 },
  guarded: { person: true, stepUp: true, secondPerson: false, liveRoles: true, executeWithinMinutes: 10 },
  grave: { person: true, stepUp: true, secondPerson: true, liveRoles: true, executeWithinMinutes: 30 },
  emergency: { person: true, stepUp: true, secondPerson: false, liveRoles: true, executeWithinMinutes: 10 },
};

/** How long a second person has to decide, counted from the proof. @source design: house §4 */
export const decideWithinMinutes = 30;

/** The share of a frozen set that may have moved since its approval; more, and it is held for a new one. @source design: access §5 */
export const driftLimit = 0.1;

/** So many requests of one person may wait for approval at once: approvers who are flooded stop reading. */
export const openRequestsLimit = 5;

/** How long something may go on at the other side and be followed, before its request is taken for lost. */
export const goesOnForMinutes = 65;
