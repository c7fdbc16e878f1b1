import { type Deploy, type Flaw, liveDeploy } from "./deploy";

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
  createdAt: number;
  updatedAt: number;
  suspensions: { suspender: Suspender; at: number }[];
  conditions: Condition[];
  deploys: Deploy[];
};

export type Weather = { flaw: Flaw; suspended: boolean };

/** What a service is like at an instant: what its live commit does, and whatever else is wrong with it. */
export function weatherAt(service: Service, at: number): Weather {
  const flaws = [
    liveDeploy(service.deploys, at)?.commit?.flaw,
    ...service.conditions.filter(({ since }) => since <= at).map(({ flaw }) => flaw),
  ];
  return {
    flaw: {
      status: flaws.find((flaw) => flaw?.status !== undefined)?.status,
      latencyMs: Math.max(0, ...flaws.map((flaw) => flaw?.latencyMs ?? 0)),
    },
    suspended: service.suspensions.some((suspension) => suspension.at <= at),
  };
}
