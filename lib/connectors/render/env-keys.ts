import "server-only";
import type { Answer } from "../request";
import { readRender, readTimeoutMs, servicePath, writeRender } from "./client";
import { wireEnvKey, wireEnvKeys } from "./wire";

const pageSize = 100;
/** Nobody has so many; whoever has is told so rather than asked for ever. */
const mostPages = 10;

/**
 * Names of a service's environment variables, in the host's order. Their values come along in clear, and nothing looks at them.
 * @returns `complete`: whether there were no more
 */
export async function listEnvKeys(serviceId: string): Promise<Answer<{ keys: string[]; complete: boolean }>> {
  const keys: string[] = [];
  let cursor: string | null = null;
  for (let page = 0; page < mostPages; page += 1) {
    const query = new URLSearchParams({ limit: String(pageSize), ...(cursor !== null && { cursor }) });
    const answer = await readRender(`${servicePath(serviceId, "env-vars")}?${query}`, wireEnvKeys, readTimeoutMs);
    if (!answer.ok) return answer;
    keys.push(...answer.value.map(({ envVar }) => envVar.key));
    cursor = answer.value.at(-1)?.cursor ?? null;
    if (answer.value.length < pageSize || cursor === null) return { ok: true, value: { keys, complete: true } };
  }
  return { ok: true, value: { keys, complete: false } };
}

/**
 * Writes one variable and leaves all others alone, whoever else is at them. It changes nothing that runs: that takes a deploy.
 * Never the plural address, which would replace the whole list.
 * @source Render: PUT /services/{id}/env-vars/{key}
 */
export async function putEnvKey(serviceId: string, key: string, value: string): Promise<Answer<true>> {
  const path = servicePath(serviceId, "env-vars", key);
  const answer = await writeRender({ method: "PUT", path, body: { value } }, wireEnvKey);
  return answer.ok ? { ok: true, value: true } : answer;
}
