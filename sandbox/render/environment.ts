import { type Deploy, startOf } from "./deploy";
import type { Service } from "./hosted-service";

/** The keys and values of a service at an instant. */
export function envAt({ env }: Pick<Service, "env">, at: number): Record<string, string> {
  return env.findLast((version) => version.at <= at)?.values ?? {};
}

/** What a deploy runs with: later changes wait for the next one. */
export const envOf = (service: Service, deploy: Deploy): Record<string, string> => envAt(service, startOf(deploy));

/** From now on it is so; nothing that runs notices. */
export function writeEnv(service: Service, values: Record<string, string>, now: number): void {
  service.env.push({ at: now, values });
  service.updatedAt = now;
}
