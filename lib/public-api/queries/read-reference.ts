import "server-only";
import type { CallingActor } from "@/lib/access/actor";
import { type Reference, referenceOf } from "../rules/reference";
import { describeApi } from "./describe-api";

/** The description of the public API as a page shows it: the same document that programs are told. */
export async function readReference(actor: CallingActor, version: string): Promise<Reference> {
  return referenceOf(await describeApi(actor, version));
}
