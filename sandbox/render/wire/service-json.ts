import type { Service } from "../hosted-service";
import { OWNER_ID } from "../seed/hosted-services";
import { instant } from "./instant";

/** A service as Render shows it: whether it is suspended stands at the top, and nothing says whether it is well. */
export function serviceJson(service: Service, now: number): Record<string, unknown> {
  const suspenders = service.suspensions.filter(({ at }) => at <= now).map(({ suspender }) => suspender);
  return {
    id: service.id,
    name: service.name,
    slug: service.slug,
    type: service.type,
    ownerId: OWNER_ID,
    environmentId: null,
    repo: service.repo,
    branch: "main",
    rootDir: "",
    autoDeploy: service.autoDeploy,
    autoDeployTrigger: service.autoDeploy === "yes" ? "commit" : "off",
    notifyOnFail: "default",
    suspended: suspenders.length > 0 ? "suspended" : "not_suspended",
    suspenders: [...new Set(suspenders)],
    dashboardUrl: `https://dashboard.render.com/${service.type === "web_service" ? "web" : "worker"}/${service.id}`,
    createdAt: instant(service.createdAt),
    updatedAt: instant(service.updatedAt),
    serviceDetails: service.type === "web_service" ? webDetails(service) : common(service),
  };
}

function webDetails(service: Service): Record<string, unknown> {
  return {
    ...common(service),
    healthCheckPath: service.healthCheckPath,
    openPorts: [{ port: 10_000, protocol: "TCP" }],
    url: service.url ?? `https://${service.slug}.onrender.com`,
    maintenanceMode: { enabled: service.maintenance !== null, uri: service.maintenance?.uri ?? "" },
  };
}

function common({ runtime, numInstances, id }: Service): Record<string, unknown> {
  const ruby = runtime === "ruby";
  return {
    env: runtime,
    runtime,
    envSpecificDetails: {
      buildCommand: ruby ? "bundle install && bin/rails assets:precompile" : "npm ci && npm run build",
      startCommand: ruby ? "bundle exec puma -C config/puma.rb" : "npm run start",
      preDeployCommand: ruby ? "bundle exec rails db:migrate" : "",
    },
    plan: "standard",
    buildPlan: "starter",
    region: "singapore",
    numInstances,
    maxShutdownDelaySeconds: 30,
    previews: { generation: "off" },
    pullRequestPreviewsEnabled: "no",
    sshAddress: `${id}@ssh.singapore.render.com`,
  };
}
