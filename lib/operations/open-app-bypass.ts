import "server-only";
import { z } from "zod";
import { listLadder } from "@/lib/app-bypass/queries/list-ladder";
import { type Opening, opening, phraseFor } from "@/lib/app-bypass/shapes";
import { keepOpening, listOverdue } from "@/lib/app-bypass/writes/openings";
import { appId } from "@/lib/apps/shapes";
import { ok, refuse } from "@/lib/core/errors";
import { defineOperation, type Phrase } from "./define";
import { closeAppBypass } from "./perform/close-app-bypass";
import { tellOfAppBypass } from "./perform/tell-of-app-bypass";

const target = z.strictObject({ id: appId, name: z.string() });

/**
 * Lets one app take people in without Clerk, up to one rung, for an hour at most. Nothing is deployed: the app reads a signed document,
 * and is as it was when that says so, or says nothing.
 * @refuses app_not_found (also for the identity provider), bypass_token_missing, app_bypass_open, invalid_input for a wrong phrase
 * @source design: access §6, the ladder; runbook step 2
 */
export const openAppBypass = defineOperation({
  name: "app-bypass.open",
  risk: "grave",
  allows: ["admin"],
  reach: "console",
  input: opening,
  undo: "app-bypass.end",

  async preview({ actor }, input) {
    const app = (await listLadder(actor)).find(({ id }) => id === input.app);
    if (!app) return refuse("app_not_found");
    if (app.tokenMadeAt === null) return refuse("bypass_token_missing"); // guard: bypass-token
    if (app.open) return refuse("app_bypass_open"); // guard: one-app-bypass
    if (input.rung === "everyone" && input.phrase !== phraseFor(app.id))
      return refuse("invalid_input", { fields: "phrase" }); // guard: everyone-phrase
    return ok({
      subject: app.name,
      blast: {
        deliveries: 0,
        relyingParties: 0,
        people: input.rung === "named" ? input.people.length : 0,
        requests: 0,
      },
      lines: linesOf(app.name, input),
      warnings: [
        ...(input.rung === "everyone" ? [{ key: "appBypass.open.everyoneWarning" }] : []),
        ...(asksNow(app.lastAskedAt) ? [] : [{ key: "appBypass.open.silent", values: { name: app.name } }]),
      ],
      reversible: true,
      fingerprint: app.version,
      target: { id: app.id, name: app.name },
    });
  },

  async run({ tx, requestId }, input, frozen) {
    if (requestId === null) return refuse("not_allowed");
    const { id: app, name } = target.parse(frozen);
    for (const id of await listOverdue(tx, app)) await closeAppBypass(tx, { id, by: null, requestId: null });
    const kept = await keepOpening(tx, requestId, input);
    if (!kept) return refuse("app_bypass_open");
    await tellOfAppBypass(tx, { kind: "app-bypass.opened", id: kept.id, subject: name });
    return ok({
      summary: { key: "appBypass.open.done", values: { name } },
      href: "/bypass",
      facts: { openingId: kept.id, appId: app, rung: input.rung, endsAt: kept.endsAt.toISOString() },
    });
  },
});

/** An app that has the middleware asks every few seconds while anybody uses it; that is written down to the minute. */
const asksNow = (lastAskedAt: string | null): boolean =>
  lastAskedAt !== null && Date.now() - Date.parse(lastAskedAt) < 10 * 60_000;

function linesOf(name: string, input: Opening): Phrase[] {
  const ends: Phrase = { key: "appBypass.open.ends", values: { count: input.minutes } };
  const always: Phrase[] = [{ key: "appBypass.open.always" }, ends, { key: "appBypass.open.reported" }];
  const gains = `appBypass.gains.${input.rung}`;
  if (input.rung === "recent") return [{ key: gains, values: { name, count: input.sessionMinutes } }, ...always];
  if (input.rung === "read-only") return [{ key: gains, values: { name, routes: input.routes.join(", ") } }, ...always];
  if (input.rung === "named") return [{ key: gains, values: { name, people: input.people.join(", ") } }, ...always];
  return [{ key: gains, values: { name } }, ...(input.rung === "verified" ? always.slice(1) : always)];
}
