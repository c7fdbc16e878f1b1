import "server-only";
import type { CallingActor } from "@/lib/access/actor";
import { env } from "@/lib/core/env";
import { type ApiDescription, openApi } from "../rules/openapi";

/** The description of the public API, with this console's own address. */
export async function describeApi(_actor: CallingActor, version: string): Promise<ApiDescription> {
  return openApi(env().PUBLIC_ORIGIN, version);
}
