import "server-only";
import { z } from "zod";
import { tokenHash } from "@/lib/access/token";
import { listLadder } from "@/lib/app-bypass/queries/list-ladder";
import { mintBypassToken } from "@/lib/app-bypass/rules/mint";
import { keepBypassToken } from "@/lib/app-bypass/writes/tokens";
import { appId } from "@/lib/apps/shapes";
import { ok, refuse } from "@/lib/core/errors";
import { defineOperation, settingsBlast } from "./define";

const target = z.strictObject({ id: appId, name: z.string() });

/**
 * The token by which an app reads its own bypass document, and nothing else. It is made when it runs, handed out once, and kept as a hash;
 * the one before is nobody's from then on.
 * @refuses app_not_found (also for the identity provider)
 */
export const renewTokenAppBypass = defineOperation({
  name: "app-bypass.renew-token",
  risk: "guarded",
  allows: ["admin"],
  reach: "console",
  input: z.strictObject({ app: appId }),

  async preview({ actor }, { app: id }) {
    const app = (await listLadder(actor)).find((each) => each.id === id);
    if (!app) return refuse("app_not_found");
    const had = app.tokenMadeAt !== null;
    return ok({
      subject: app.name,
      blast: settingsBlast,
      lines: [{ key: "appBypass.token.reads", values: { name: app.name } }],
      warnings: [
        { key: "apiTokens.create.once" },
        ...(had ? [{ key: "appBypass.token.replaces", values: { name: app.name } }] : []),
      ],
      reversible: false,
      fingerprint: app.version,
      target: { id, name: app.name },
    });
  },

  async run({ actor, tx }, _input, frozen) {
    if (actor.kind !== "person") return refuse("not_allowed");
    const app = target.parse(frozen);
    const secret = mintBypassToken();
    await keepBypassToken(tx, { appId: app.id, secretHash: tokenHash(secret), madeBy: actor.personId });
    return ok({
      summary: { key: "appBypass.token.done", values: { name: app.name } },
      href: `/settings/apps/${app.id}`,
      facts: { appId: app.id },
      handed: { token: [secret] },
    });
  },
});
