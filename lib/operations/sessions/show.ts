import "server-only";
import { createHash } from "node:crypto";
import { z } from "zod";
import { isCaller } from "@/lib/access/actor";
import { canonical } from "@/lib/core/canonical";
import { ok, type Result, refuse } from "@/lib/core/errors";
import { findLatest, listOwnAccounts } from "@/lib/sessions/queries/open";
import {
  askCustomers,
  askInstance,
  askOpenOf,
  askSample,
  isCustomerThere,
  notAnswered,
} from "@/lib/sessions/queries/outlook";
import { callsOf, minutesOf, paceOf } from "@/lib/sessions/rules/pace";
import { isMeant } from "@/lib/sessions/rules/walk";
import type { EveryoneWish } from "@/lib/sessions/shapes";
import { triage } from "@/lib/triage/queries/triage";
import { type Context, type Phrase, type Preview, settingsBlast } from "../define";

/** What is frozen with a request: how fast Clerk may be asked, and whether our own people are among its users. */
export const revocationTarget = z.strictObject({
  users: z.number().int().min(0),
  callsPerSecond: z.number().int().min(1),
  isOurs: z.boolean(),
});
export type RevocationTarget = z.infer<typeof revocationTarget>;

/** A token that was issued before its session ended is believed until it expires. @source Clerk: session tokens live 60 s */
const tokenSeconds = 60;

/**
 * Everyone's sessions, as far as it can be told before: how many customers, about how many sessions, what it costs, and what it does to
 * people.
 * @refuses revocation_under_way, clerk_unreachable
 */
export async function showEveryone({ actor, stored }: Context, wish: EveryoneWish): Promise<Result<Preview>> {
  const latest = await findLatest(actor, null);
  if (latest && !latest.over && latest.requestId !== stored?.id)
    return refuse("revocation_under_way", { name: latest.by, requestId: latest.requestId });
  const [instance, counted] = await Promise.all([askInstance(actor), askCustomers(actor)]);
  if (!instance.ok) return notAnswered(instance.failure);
  if (!counted.ok) return notAnswered(counted.failure);
  const users = counted.value;
  const sample = await askSample(actor, users);
  if (!sample.ok) return notAnswered(sample.failure);
  const before = wish.begunBefore === undefined ? new Date() : new Date(wish.begunBefore);
  const open = sample.value.lives.filter((life) => isMeant(life, before)).length;
  const sessions = sample.value.users === 0 ? 0 : Math.round((open / sample.value.users) * users);
  const { isOurs, environment } = instance.value;
  const pace = paceOf(environment);
  const calls = callsOf(users, sessions, pace.callsPerSecond);
  const minutes = minutesOf(calls, pace.callsPerSecond);
  const own = isOurs ? (await listOwnAccounts(actor)).length : 0;
  const [restrained, except] = [await isRestrained(actor), wish.except?.length ?? 0];
  const lines: Phrase[] = [
    { key: "sessions.preview.everyone", values: { users, sessions, sampled: sample.value.users } },
    { key: "sessions.preview.cost", values: { calls, minutes, rate: pace.callsPerSecond, limit: pace.limit } },
    wish.begunBefore === undefined
      ? { key: "sessions.preview.begunBeforeStart" }
      : { key: "sessions.preview.begunBefore", values: { at: wish.begunBefore } },
    { key: "sessions.preview.canary" },
    { key: "sessions.preview.tokens", values: { seconds: tokenSeconds } },
    ...(except > 0 ? [{ key: "sessions.preview.except", values: { users: except } }] : []),
    ...(own > 0 ? [{ key: "sessions.preview.own", values: { users: own } }] : []),
  ];
  return ok({
    subject: String(users),
    blast: { ...settingsBlast, people: users },
    lines,
    warnings: [{ key: "sessions.preview.massLogout", values: { users } }, ...restrained],
    reversible: false,
    fingerprint: fingerprintOf({ latest: latest?.requestId ?? null, isOurs, rate: pace.callsPerSecond }),
    target: { users, callsPerSecond: pace.callsPerSecond, isOurs } satisfies RevocationTarget,
  });
}

/**
 * One customer's sessions: how many are open, and what it does.
 * @refuses person_not_found, not_on_oneself, revocation_under_way, clerk_unreachable
 */
export async function showPerson({ actor, stored }: Context, userId: string): Promise<Result<Preview>> {
  const latest = await findLatest(actor, userId);
  if (latest && !latest.over && latest.requestId !== stored?.id)
    return refuse("revocation_under_way", { name: latest.by, requestId: latest.requestId });
  const [instance, there] = await Promise.all([askInstance(actor), isCustomerThere(actor, userId)]);
  if (!instance.ok) return notAnswered(instance.failure);
  if (!there.ok) return notAnswered(there.failure);
  if (!there.value) return refuse("person_not_found", { people: 1 });
  const { isOurs, environment } = instance.value;
  if (isOurs && isCaller(actor) && (await listOwnAccounts(actor, actor.personId)).includes(userId))
    return refuse("not_on_oneself"); // guard: own-sessions
  const open = await askOpenOf(actor, userId, new Date());
  if (!open.ok) return notAnswered(open.failure);
  const { callsPerSecond } = paceOf(environment);
  const lines: Phrase[] = [
    { key: "sessions.preview.person", values: { sessions: open.value } },
    { key: "sessions.preview.begunBeforeStart" },
    { key: "sessions.preview.tokens", values: { seconds: tokenSeconds } },
  ];
  return ok({
    subject: userId,
    blast: { ...settingsBlast, people: 1 },
    lines,
    warnings: [{ key: "sessions.preview.signsInAgain" }, ...(await isRestrained(actor))],
    reversible: false,
    fingerprint: fingerprintOf({ latest: latest?.requestId ?? null, isOurs, rate: callsPerSecond }),
    target: { users: 1, callsPerSecond, isOurs } satisfies RevocationTarget,
  });
}

/** What is measured now, where it says that this is no cure: revoking is what people complain about. */
async function isRestrained(actor: Context["actor"]): Promise<Phrase[]> {
  const { category } = await triage(actor);
  return category === "session_issues" || category === "clerk_outage" || category === "middleware_failure"
    ? [{ key: `sessions.preview.restraint.${category}` }]
    : [];
}

/** Changes when somebody else has revoked them since, or Clerk is another one. Customers come and go all the time. */
const fingerprintOf = (seen: { latest: string | null; isOurs: boolean; rate: number }): string =>
  createHash("sha256").update(canonical(seen)).digest("hex");
