import "server-only";
import type { Actor } from "@/lib/access/actor";
import type { StoredRequest } from "@/lib/requests/shapes";
import type { Context } from "../define";
import { findOperation } from "../registry";

/**
 * What every operation is told of its surroundings.
 * @param ref ties it to the HTTP request's log lines
 * @param stored the request that is looked at again
 */
export const contextOf = (actor: Actor, ref: string, stored?: StoredRequest): Context => ({
  actor,
  ref,
  operationNamed: findOperation,
  ...(stored && { stored }),
});
