import { type Commit, type Deploy, type Flaw, liveDeploy, type Outcome } from "./deploy";
import type { Job, JobFate } from "./jobs/job";

/** @source Render API: why a service does not run */
export type Suspender = "admin" | "billing" | "user" | "parent_service" | "stuck_crashlooping";

/** Something that is wrong with a service without a deploy. */
export type Condition = { since: number; flaw: Flaw };

/** Instants are milliseconds of the sandbox's clock. */
export type Service = {
  id: string;
  name: string;
  slug: string;
  type: "web_service" | "background_worker";
  runtime: "ruby" | "node";
  repo: string;
  /** Null for a service that nobody can reach. */
  url: string | null;
  healthCheckPath: string;
  numInstances: number;
  /** Requests a minute at noon. */
  traffic: number;
  autoDeploy: "yes" | "no";
  /** Since when it is so. */
  autoDeploySetAt: number;
  /** The branch that is deployed by itself; null: nobody pushes. */
  repository: Repository | null;
  createdAt: number;
  updatedAt: number;
  suspensions: { suspender: Suspender; at: number }[];
  conditions: Condition[];
  deploys: Deploy[];
  /** Oldest first. A deploy runs with what was set when it started. */
  env: EnvVersion[];
  maintenance: { since: number; uri: string } | null;
  restartedAt: number | null;
  /** What happened that follows from nothing else here. */
  happenings: Happening[];
  jobs: Job[];
  trouble: Trouble;
};

export type EnvVersion = { at: number; values: Record<string, string> };
export type Happening = { at: number; type: string; details: Record<string, unknown> };

export type Repository = {
  /** The newest commit, whatever was rolled back. */
  head: Commit;
  /** How long after the last deploy the head is deployed again, where it does not serve. */
  returnsAfterMs: number;
};

/** What a test has in store for a service. */
export type Trouble = {
  /** How the next deploy ends that somebody orders. */
  nextDeploy: Outcome | null;
  nextJob: JobFate | null;
  /** How many builds are kept to roll back to. */
  keptArtifacts: number;
  /** Instances that no longer follow deploys: all from this place on. */
  laggards: { since: number; converged: number } | null;
};

/** @source Render documentation, rollbacks: how many depends on the workspace's plan */
export const NO_TROUBLE: Trouble = { nextDeploy: null, nextJob: null, keptArtifacts: 5, laggards: null };

export type Weather = {
  flaw: Flaw;
  suspended: boolean;
  /** Nobody gets past the host's edge: suspended, or in maintenance. */
  closed: boolean;
};

/** What a service is like at an instant: what its commit does, and whatever else is wrong with it. @param deploy the live one */
export function weatherAt(service: Service, at: number, deploy = liveDeploy(service.deploys, at)): Weather {
  const flaws = [
    deploy?.commit?.flaw,
    ...service.conditions.filter(({ since }) => since <= at).map(({ flaw }) => flaw),
  ];
  const suspended = service.suspensions.some((suspension) => suspension.at <= at);
  return {
    flaw: {
      status: flaws.find((flaw) => flaw?.status !== undefined)?.status,
      latencyMs: Math.max(0, ...flaws.map((flaw) => flaw?.latencyMs ?? 0)),
    },
    suspended,
    closed: suspended || (service.maintenance !== null && service.maintenance.since <= at),
  };
}
