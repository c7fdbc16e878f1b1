import "server-only";
import type { Actor } from "@/lib/access/actor";
import type { Context } from "../define";
import { findOperation } from "../registry";

/** What every operation is told of its surroundings. @param ref ties it to the HTTP request's log lines */
export const contextOf = (actor: Actor, ref: string): Context => ({ actor, ref, operationNamed: findOperation });
