"use server";

import { cookies } from "next/headers";
import { z } from "zod";
import { grantCookie, grantCookieOptions, sealGrantTicket } from "@/lib/access/grant-ticket";
import { admitChange, admitToTheDoor } from "@/lib/access/pipeline";
import { currentPreferences, preferenceCookies } from "@/lib/access/preferences";
import { openingFactor, openingShape, typedCodeShape } from "@/lib/bypass/shapes";
import { env } from "@/lib/core/env";
import { ok, type Result, refuse } from "@/lib/core/errors";
import { confirmRequest } from "@/lib/operations/perform/confirm";
import { type Decided, decideRequest } from "@/lib/operations/perform/decide";
import { inspectRequest } from "@/lib/operations/perform/inspect";
import { type Offered, offerRequest } from "@/lib/operations/perform/offer";
import { type OpeningOffer, offerOpening as offerOf } from "@/lib/operations/perform/offer-opening";
import { type PasskeyOffer, offerPasskey as passkeyOf } from "@/lib/operations/perform/offer-passkey";
import { openBypass as openingOf } from "@/lib/operations/perform/open-bypass";
import { type OperationCard, previewOperation } from "@/lib/operations/perform/preview";
import { type Proved, proveRequest } from "@/lib/operations/perform/prove";
import { type Asked, requestOperation } from "@/lib/operations/perform/request";
import { performRoutine } from "@/lib/operations/perform/routine";
import type { Performed } from "@/lib/operations/perform/run-request";
import { passkeyProof } from "@/lib/passkeys/shapes";
import { preferences } from "@/lib/people/shapes";
import type { Inspection } from "@/lib/requests/shapes";

const named = z.strictObject({ operation: z.string().max(80), input: z.unknown() });
const asked = named.extend({ reason: z.string().max(2_000), incident: z.string().max(40).nullish() });
const byId = z.strictObject({ id: z.string().max(80) });
/** What is confided is judged by the operation that asked for it. */
const confirmed = byId.extend({ nonce: z.string().max(200), confided: z.unknown().optional() });

/** A passkey's assertion is judged where it is spent. */
const proof = z.union([
  z.strictObject({ kind: z.literal("clerk") }),
  passkeyProof.extend({ kind: z.literal("passkey") }),
  typedCodeShape.extend({ kind: z.literal("code") }),
]);
const proved = byId.extend({ proof: proof.default({ kind: "clerk" }) });
const decided = byId.extend({
  digest: z.string().max(64),
  decision: z.enum(["approve", "deny"]),
  reason: z.string().max(2_000),
  proof,
});
const offered = byId.extend({ input: z.unknown() });

type Caller = Parameters<typeof previewOperation>[0];

/** Every export is a public POST: each passes the same pipeline, and its arguments are strangers until parsed. */
async function answer<Ask, T>(
  shape: z.ZodType<Ask>,
  ask: unknown,
  work: (caller: Caller, ref: string, ask: Ask) => Promise<Result<T>>,
): Promise<Result<T>> {
  const admitted = await admitChange();
  if (!admitted.ok) return admitted;
  const parsed = shape.safeParse(ask);
  return parsed.success
    ? work(admitted.value.identified, admitted.value.ref, parsed.data)
    : refuse("invalid_input", { fields: "input" });
}

/** What a browser needs to make a new passkey of the caller's own. */
export async function offerPasskey(): Promise<Result<PasskeyOffer>> {
  return answer(z.strictObject({}), {}, (caller, ref) => passkeyOf(caller, ref));
}

/** Shows what an operation would do. */
export async function preview(ask: unknown): Promise<Result<OperationCard>> {
  return answer(named, ask, previewOperation);
}

/** Stores a guarded, grave or emergency act as it was shown. */
export async function request(ask: unknown): Promise<Result<Asked>> {
  return answer(asked, ask, requestOperation);
}

/** Binds the caller's fresh proof to a stored request. */
export async function prove(ask: unknown): Promise<Result<Proved>> {
  return answer(proved, ask, proveRequest);
}

/** Shows a stored request as it would run now, with how far the world has moved since. */
export async function inspect(ask: unknown): Promise<Result<Inspection>> {
  return answer(byId, ask, inspectRequest);
}

/** Another person's yes or no. */
export async function decide(ask: unknown): Promise<Result<Decided>> {
  return answer(decided, ask, decideRequest);
}

/** Another person's counter-offer: less of the same. Its author approves it by `decide`. */
export async function offer(ask: unknown): Promise<Result<Offered>> {
  return answer(offered, ask, offerRequest);
}

/** Runs a stored request, once. */
export async function confirm(ask: unknown): Promise<Result<Performed>> {
  return answer(confirmed, ask, confirmRequest);
}

/** Performs a routine or stop act. */
export async function perform(ask: unknown): Promise<Result<Performed>> {
  return answer(named, ask, performRoutine);
}

/** What a browser needs to let a passkey sign an opening of the console without Clerk. Alike for strangers and for the enrolled. */
export async function offerOpening(ask: unknown): Promise<Result<OpeningOffer>> {
  const admitted = await admitToTheDoor();
  if (!admitted.ok) return admitted;
  const parsed = openingShape.safeParse(ask);
  return parsed.success
    ? offerOf(admitted.value.ref, parsed.data)
    : refuse("invalid_input", { fields: fieldsOf(parsed) });
}

/** Opens the console for one person without Clerk, and gives this browser the cookie for it. */
export async function openBypass(ask: unknown): Promise<Result<{ expiresAt: string; drill: boolean }>> {
  const admitted = await admitToTheDoor();
  if (!admitted.ok) return admitted;
  const { ref, ...from } = admitted.value;
  const parsed = openingShape.extend({ factor: openingFactor }).safeParse(ask);
  if (!parsed.success) return refuse("invalid_input", { fields: fieldsOf(parsed) });
  const opened = await openingOf(ref, parsed.data, from);
  if (!opened.ok) return opened;
  const { grantId, secret, expiresAt, drill } = opened.value;
  const ticket = sealGrantTicket({ grantId, secret, expiresAt }, env().GRANT_SIGNING_KEY);
  (await cookies()).set(grantCookie, ticket, grantCookieOptions(expiresAt));
  return ok({ expiresAt: expiresAt.toISOString(), drill });
}

const fieldsOf = ({ error }: { error: z.ZodError }): string =>
  [...new Set(error.issues.map(({ path }) => String(path[0] ?? "input")))].slice(0, 8).join(", ");

/** The operation person.set-preferences, and its cookies, so that the next page is drawn right at once. */
export async function choosePreferences(ask: unknown): Promise<Result<Performed>> {
  const change = preferences.partial().safeParse(ask);
  // Only what was changed is sent: a page that is a moment behind would put the rest back.
  const chosen = { ...(await currentPreferences()), ...(change.success ? change.data : {}) };
  const done = await answer(preferences.partial(), ask, (caller, ref) =>
    performRoutine(caller, ref, { operation: "person.set-preferences", input: chosen }),
  );
  if (!done.ok) return done;
  const jar = await cookies();
  const options = {
    path: "/",
    sameSite: "lax",
    httpOnly: true,
    secure: env().PUBLIC_ORIGIN.startsWith("https:"),
    maxAge: 31_536_000,
  } as const;
  for (const name of ["language", "theme", "timeZone"] as const)
    jar.set(preferenceCookies[name], chosen[name], options);
  return done;
}
