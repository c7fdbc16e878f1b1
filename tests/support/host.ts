import { createHash, randomBytes } from "node:crypto";
import { control } from "./control";
import type { Query } from "./reviews";
import { samplesOf } from "./samples";
import { anApp } from "./settings";
import { world } from "./world";

/** A deploy as the host tells it. */
export type ToldDeploy = { id: string; status: string; trigger: string; commit: { id: string } | null };
type ToldService = { id: string; slug: string; suspended: string; autoDeploy: string };

/** Services that no page, no probe and no other test looks at: web, suspended by somebody; and a worker. */
export const nobodys = { preview: "storefront-preview", jobs: "identity-provider-jobs" } as const;

/** Asks the host itself, with the console's key. @param call `POST /services/srv-…/resume` */
export async function atHost<T>(call: string, body?: unknown): Promise<T> {
  const { RENDER_API_URL, RENDER_API_KEY } = world().env.product;
  return send<T>(`${RENDER_API_URL}/v1`, call, body, { authorization: `Bearer ${RENDER_API_KEY}` });
}

/** What a test may do at the host by hand. @param call `PUT /render/accounts/artifacts` */
export const hostControl = <T = unknown>(call: string, body?: unknown): Promise<T> =>
  send<T>(world().controlUrl, call, body);

async function send<T>(base: string, call: string, body?: unknown, headers: Record<string, string> = {}): Promise<T> {
  const [method = "GET", path = ""] = call.split(" ");
  const sent = body === undefined ? {} : { body: JSON.stringify(body) };
  const answer = await fetch(`${base}${path}`, {
    method,
    headers: { "content-type": "application/json", ...headers },
    ...sent,
  });
  const text = await answer.text();
  if (!answer.ok) throw new Error(`${call} answered ${answer.status}: ${text}`);
  return (text === "" ? null : JSON.parse(text)) as T;
}

export async function serviceOf(slug: string): Promise<ToldService> {
  const found = await atHost<{ service: ToldService }[]>("GET /services?limit=100");
  const service = found.find((each) => each.service.slug === slug)?.service;
  if (!service) throw new Error(`the host has no ${slug}`);
  return service;
}

export const deploysOf = async (serviceId: string): Promise<ToldDeploy[]> =>
  (await atHost<{ deploy: ToldDeploy }[]>(`GET /services/${serviceId}/deploys?limit=20`)).map(({ deploy }) => deploy);

const isMoving = ({ status }: ToldDeploy): boolean => /^(created|queued|.*_in_progress)$/.test(status);

/** Lets the host's clock run until nothing of the service is on its way. */
export async function settledHost(serviceId: string): Promise<void> {
  for (let turn = 0; turn < 10 && (await deploysOf(serviceId)).some(isMoving); turn += 1)
    await control.advanceClock(120);
}

/** A new commit, pushed, built and serving. @returns its deploy */
export async function pushed(slug: string): Promise<ToldDeploy> {
  const { id } = await serviceOf(slug);
  await settledHost(id);
  await hostControl(`POST /render/${slug}/deploys`, { message: "A push" });
  await settledHost(id);
  const [newest] = await deploysOf(id);
  if (newest?.status !== "live") throw new Error(`nothing new serves ${slug}`);
  return newest;
}

/** A service that runs, or does not, with a commit that serves and another one that served before. */
export async function readyService(slug: string, { suspended = false } = {}): Promise<ToldService> {
  const service = await serviceOf(slug);
  const { id } = service;
  await settledHost(id);
  if (service.suspended === "suspended") await atHost(`POST /services/${id}/resume`);
  await settledHost(id);
  const hasGreen = async (): Promise<boolean> => {
    const [live, before] = (await deploysOf(id)).filter(({ status }) => /^(live|deactivated)$/.test(status));
    return live?.trigger !== "rollback" && before !== undefined && before.commit?.id !== live?.commit?.id;
  };
  while (!(await hasGreen())) await pushed(slug);
  if (suspended) await atHost(`POST /services/${id}/suspend`);
  return serviceOf(slug);
}

/** An app of ours that runs as that service. @returns its id */
export async function hostedApp(query: Query, serviceId: string): Promise<string> {
  const app = { ...anApp(), name: "Preview", healthUrl: null, renderServiceId: serviceId };
  await query(
    `INSERT INTO apps (id, name, role, environment, hosted_on, url, health_url, render_service_id, clerk_instance, clerk_secret_keys)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`,
    Object.values(app),
  );
  return app.id;
}

/** Our own probes see this app alone fail since a minute, and the host's deploy that serves now live since two. */
export async function suspected(query: Query, app: string, deploy: string): Promise<void> {
  await query("DELETE FROM probe_samples WHERE probe LIKE 'app/app-%' OR probe LIKE 'render/app-%'", []);
  const deployedAt = new Date(Date.now() - 120_000).toISOString();
  const value = { role: "app", deploy, deployedAt, lastGreen: null, p95Ms: null, errorShare: null };
  await samplesOf(query, `app/${app}`, [{ status: "down", detail: "unexpected_answer", from: 60, until: 1 }]);
  await samplesOf(query, `render/${app}`, [{ status: "ok", from: 60, until: 1, value }]);
}

/** A value, and what a request holds of it instead. */
export function committedValue(value: string): { commitment: string; confided: { value: string; opening: string } } {
  const opening = randomBytes(32).toString("base64url");
  const hash = createHash("sha256").update(`sallyport.value.1.${opening}.${value}`).digest("base64url");
  return { commitment: hash, confided: { value, opening } };
}
