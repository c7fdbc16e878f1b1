import type { Kernel } from "../kernel/kernel";
import type { IdentityProviderPart } from "../kernel/part";
import { serve } from "../kernel/server";
import { ROSTER, relyingParty } from "../relying-parties/roster";
import { type Hosting, STEADY } from "../render/hosting";
import type { Machine } from "../render/jobs/job";
import { letConsoleIn, shutOutConsole } from "./database/access";
import { connect } from "./database/connect";
import { type Keeping, keepRows } from "./database/keep-rows";
import { type Preparation, prepareDatabase } from "./database/prepare";
import { createDispatcher, type DispatcherOptions } from "./dispatcher/dispatcher";
import { identityProviderNeighbour } from "./http/neighbour";
import { rotateAtOnce } from "./keys/rotate";
import { type Enqueueing, enqueueEvents, generateOutbox, removeEvents } from "./seed/generate";
import { seedAnew, seedOnce } from "./seed/seed";
import { railsMachine } from "./tasks/machine";
import { forgeWebhook } from "./trouble/forge-webhook";
import { raceMerges } from "./trouble/merge-race";

export type IdentityProviderConfig = {
  identityProviderDatabaseUrl: string;
  ports: { identityProvider: number; relyingParties: number };
};

export type IdentityProviderOptions = {
  dispatcher?: Partial<DispatcherOptions>;
  database?: Preparation;
  hosting?: Hosting;
};

/** The identity provider as the control API and the scenarios hold it. */
export type IdentityProvider = IdentityProviderPart & {
  /** The dispatcher rests; rows wait. */
  pause(): Promise<void>;
  resume(): void;
  enqueue(event: Enqueueing): Promise<string[]>;
  /** Events leave the outbox, whatever became of them. */
  removeEvents(idempotencyKeys: string[]): Promise<void>;
  rotateWebhookKey(slug: string): Promise<string>;
  /** @returns a function that brings back a relying party's keys as they are now */
  keepWebhookKeys(slug: string): Promise<() => Promise<void>>;
  /** @returns a function that undoes it */
  raceMerges(): Promise<() => Promise<void>>;
  /** @returns the relying party's status; null when it did not answer */
  forgeWebhook(slug: string): Promise<number | null>;
  shutOutConsole(): Promise<void>;
  letConsoleIn(): Promise<void>;
  /** What its host can run as a one-off job. */
  machine: Machine;
};

/** Starts the identity provider: its database prepared and seeded, its endpoints served, its dispatcher passing. */
export async function startIdentityProvider(
  kernel: Kernel,
  { identityProviderDatabaseUrl, ports }: IdentityProviderConfig,
  options: IdentityProviderOptions = {},
): Promise<IdentityProvider> {
  const pool = connect(identityProviderDatabaseUrl);
  const seeding = { relyingPartiesUrl: `http://127.0.0.1:${ports.relyingParties}` };
  await prepareDatabase(pool, options.database);
  await seedOnce(pool, seeding);

  const issuer = `http://127.0.0.1:${ports.identityProvider}`;
  const neighbour = identityProviderNeighbour(pool, issuer, options.hosting ?? STEADY);
  const listener = await serve(neighbour, ports.identityProvider, kernel);
  const dispatcher = createDispatcher(pool, options.dispatcher);
  dispatcher.start();

  return {
    async reset() {
      await dispatcher.stop();
      await letConsoleIn(pool);
      await seedAnew(pool, seeding);
      dispatcher.start();
    },
    async close() {
      await dispatcher.stop();
      await listener.close();
      await pool.end();
    },
    async relyingParties() {
      const { relyingPartiesUrl } = seeding;
      return ROSTER.map(({ id, slug, name, character }) => ({
        id,
        name,
        url: `${relyingPartiesUrl}/${slug}/webhooks`,
        character,
      }));
    },
    generateOutbox: (order) => generateOutbox(pool, order),
    pause: () => dispatcher.stop(),
    resume: () => dispatcher.start(),
    enqueue: (event) => enqueueEvents(pool, event),
    removeEvents: (idempotencyKeys) => removeEvents(pool, idempotencyKeys),
    async keepWebhookKeys(slug) {
      const parts: Keeping[] = [
        { table: "webhook_signing_keys", where: "oauth_application_id = $1", values: [relyingParty(slug).id] },
        { table: "sandbox_vault.private_keys", where: "starts_with(kid, $1)", values: [`whk-${slug}-`] },
      ];
      const undos = await Promise.all(parts.map((part) => keepRows(pool, part)));
      return async () => {
        for (const undo of undos) await undo();
      };
    },
    raceMerges: () => raceMerges(pool),
    forgeWebhook: (slug) => forgeWebhook(pool, relyingParty(slug).id),
    rotateWebhookKey: (slug) => rotateAtOnce(pool, relyingParty(slug).id, slug),
    shutOutConsole: () => shutOutConsole(pool),
    letConsoleIn: () => letConsoleIn(pool),
    machine: railsMachine(pool),
  };
}
