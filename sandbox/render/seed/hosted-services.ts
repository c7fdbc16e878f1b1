import { createHash } from "node:crypto";
import apps from "../../apps.json" with { type: "json" };
import { type Commit, type Deploy, type Outcome, planDeploy, type Trigger } from "../deploy";
import { NO_TROUBLE, type Service } from "../hosted-service";
import { lettersOf } from "../ids";
import { type ClerkAccess, seededEnv } from "./environment";

/** The workspace that owns everything here. */
export const OWNER_ID = `tea-${lettersOf("workspace")}`;

type Past = { hours: number; message: string; outcome?: Outcome; trigger?: Trigger; withoutCommit?: true };

const HOUR_MS = 3_600_000;

/** Oldest first, in hours before the seed. What serves has served for a day at least: nothing here is news. */
const HISTORIES: Record<string, Past[]> = {
  "identity-provider": [
    { hours: 720, message: "Rails 8.1" },
    { hours: 510, message: "Outbox: eight attempts instead of twelve" },
    { hours: 340, message: "Bump jwt", outcome: "build_failed" },
    { hours: 338, message: "Bump jwt, with its dependency" },
    { hours: 190, message: "Canonical users: read through the cache", outcome: "canceled" },
    { hours: 189, message: "Canonical users: read through the cache, with a time to live" },
    { hours: 96, message: "Index the outbox by application", outcome: "pre_deploy_failed" },
    { hours: 95, message: "Index the outbox by application, concurrently" },
    { hours: 26, message: "Webhook keys: serve those in grace" },
  ],
  accounts: [
    { hours: 410, message: "Sign-up asks for a phone number" },
    { hours: 260, message: "Next 16", outcome: "update_failed" },
    { hours: 258, message: "Next 16, with the middleware in its new place" },
    { hours: 51, message: "Korean: shorter labels" },
  ],
  storefront: [
    { hours: 300, message: "Prices in won" },
    { hours: 120, message: "", trigger: "service_updated", withoutCommit: true },
    { hours: 34, message: "Basket survives a sign-out" },
  ],
  "support-desk": [
    { hours: 800, message: "First version", trigger: "manual" },
    { hours: 620, message: "Search by order number" },
    { hours: 77, message: "Roll back the new search", trigger: "rollback" },
  ],
};

type Sketch = Pick<Service, "type" | "runtime" | "healthCheckPath" | "numInstances" | "traffic">;

const WEB: Sketch = {
  type: "web_service",
  runtime: "node",
  healthCheckPath: "/api/clerk-health",
  numInstances: 2,
  traffic: 240,
};
const SKETCHES: Record<string, Sketch> = {
  "identity-provider": { ...WEB, runtime: "ruby", healthCheckPath: "/up", numInstances: 3, traffic: 900 },
};
const ELSEWHERE = [
  { id: "identity-provider-jobs", name: "Identity provider jobs", suspended: false },
  { id: "storefront-preview", name: "Storefront preview", suspended: true },
];

/** Where things are. */
export type Surroundings = { urlOf: (id: string) => string; clerk: ClerkAccess };

/** The services of the workspace: one for each app, the identity provider's worker, and a preview that somebody has suspended. */
export function seedServices(now: number, { urlOf, clerk }: Surroundings): Service[] {
  const web = apps.map(({ id, name, renderServiceId }) =>
    service({ id: renderServiceId, name, slug: id, url: urlOf(id) }, { now, clerk, sketch: SKETCHES[id] ?? WEB }),
  );
  const others = ELSEWHERE.map(({ id, name, suspended }) => ({
    ...service(
      { id: `srv-${lettersOf(id)}`, name, slug: id, url: null },
      {
        now,
        clerk,
        sketch: { ...WEB, type: suspended ? "web_service" : "background_worker", numInstances: 1, traffic: 0 },
      },
    ),
    suspensions: suspended ? [{ suspender: "user" as const, at: now - 200 * HOUR_MS }] : [],
  }));
  return [...web, ...others];
}

function service(
  names: Pick<Service, "id" | "name" | "slug" | "url">,
  { now, clerk, sketch }: { now: number; clerk: ClerkAccess; sketch: Sketch },
): Service {
  const deploys = historyOf(names.slug, now);
  const createdAt = now - 9_000 * HOUR_MS;
  return {
    ...names,
    ...sketch,
    repo: `https://github.com/customers-example/${names.slug}`,
    autoDeploy: "yes",
    autoDeploySetAt: createdAt,
    repository: null,
    createdAt,
    updatedAt: deploys.at(-1)?.createdAt ?? now - 300 * HOUR_MS,
    suspensions: [],
    conditions: [],
    deploys,
    env: [{ at: createdAt, values: seededEnv(names.slug, sketch.runtime, clerk) }],
    maintenance: null,
    restartedAt: null,
    happenings: [],
    jobs: [],
    trouble: { ...NO_TROUBLE },
  };
}

function historyOf(slug: string, now: number): Deploy[] {
  const past = HISTORIES[slug] ?? [{ hours: 300, message: "First version" }];
  return past.map(({ hours, message, outcome, trigger, withoutCommit }, place) => {
    const createdAt = now - hours * HOUR_MS;
    const commit: Commit = { id: commitId(`${slug} ${place}`), message, createdAt: createdAt - 240_000 };
    const deploy = planDeploy({ commit: withoutCommit ? null : commit, outcome, trigger, createdAt });
    const id = `dep-${lettersOf(`${slug} ${place}`)}`;
    return { ...deploy, id, artifact: id };
  });
}

/** A commit's id as git writes it. */
export const commitId = (text: string): string => createHash("sha1").update(text).digest("hex");
