import { createHash } from "node:crypto";
import type { z } from "zod";
import { type CallingActor, isHuman, type Visitor } from "@/lib/access/actor";
import { comesFromABrowser, identifyCaller } from "@/lib/access/identify";
import { scoped } from "@/lib/access/token";
import { type Refusal, Refused } from "@/lib/core/errors";
import { wrongFields } from "@/lib/core/wrong-fields";
import { recordRefusal } from "@/lib/operations/perform/account";
import { noQuery } from "@/lib/public-api/shapes/asks";
import type { Endpoint, Told } from "@/lib/public-api/shapes/endpoints";
import { answering, codeFor } from "./answering";
import { problemAnswer } from "./problem";
import { withPace } from "./with-pace";

type Asked<Call extends Endpoint> = Call extends { query: infer Query extends z.ZodObject }
  ? z.output<Query>
  : Record<string, never>;

type Read<Call extends Endpoint> = (
  actor: CallingActor,
  query: Asked<Call>,
) => Promise<Told<z.output<Call["answer"]>> | null>;

/**
 * Answers a read of the public API: for a person at a browser, or for a program with a token of one of the scopes that are described.
 * What is asked for is judged by the described shape, and a caller who has the same answer already is told only that.
 */
export async function answerApiRead<Call extends Endpoint>(
  request: Request,
  endpoint: Call,
  read: Read<Call>,
): Promise<Response> {
  return answering(endpoint.path, problemAnswer, async (refuse, ref) => {
    const caller = await identifyCaller();
    if (caller.kind === "visitor")
      return (await comesFromABrowser()) ? refuse(await codeFor(caller)) : refuseProgram(caller, caller.refusal, ref);
    const within = isHuman(caller) ? null : scoped(caller, endpoint.scopes); // guard: read-scope
    if (within?.ok === false) return withPace(await refuseProgram(caller, within.refusal, ref), caller);
    const reading = async () => tagged(request, endpoint, await read(caller, judgedQuery(request, endpoint)));
    return withPace(await answering(endpoint.path, problemAnswer, reading), caller);
  });
}

/** @throws Refused with the names of what is wrong, also of what there is not */
export function judgedQuery<Call extends Endpoint>(request: Request, { query }: Call): Asked<Call> {
  const given = Object.fromEntries(new URL(request.url).searchParams);
  const parsed = (query ?? noQuery).safeParse(given); // guard: api-query
  if (!parsed.success) throw new Refused({ code: "invalid_input", facts: { fields: wrongFields(parsed.error) } });
  return parsed.data as Asked<Call>;
}

/** Refuses a program, with a row in the record, but for its pace: of that rows would be what a flood wants. */
async function refuseProgram(caller: CallingActor | Visitor, refusal: Refusal, ref: string): Promise<Response> {
  if (refusal.code === "rate_limited") return withPace(problemAnswer(refusal, ref), caller);
  const recorded = await recordRefusal(caller, { operation: "request.refused", ref }, refusal);
  return problemAnswer(recorded.refusal, ref);
}

/**
 * The answer with the mark of its bytes, or only that it is still the same.
 * @source RFC 9110 §8.8.3, §13.1.2
 */
export function tagged(request: Request, { media }: Endpoint, value: unknown): Response {
  const text = media && typeof value === "string" ? value : JSON.stringify(value);
  const tag = `"${createHash("sha256").update(text).digest("base64url").slice(0, 22)}"`;
  const known = (request.headers.get("if-none-match") ?? "").split(",").map((each) => each.trim().replace(/^W\//, ""));
  if (known.includes(tag) || known.includes("*")) return new Response(null, { status: 304, headers: { ETag: tag } });
  const type = media ? `${media}; charset=utf-8` : "application/json";
  return new Response(text, { headers: { "Content-Type": type, ETag: tag } });
}
