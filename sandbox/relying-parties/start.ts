import { STATUS_CODES } from "node:http";
import type { Kernel } from "../kernel/kernel";
import type { Part } from "../kernel/part";
import type { Route } from "../kernel/routing";
import { type Answer, type Exchange, type Neighbour, serve } from "../kernel/server";
import { CHARACTERS } from "./characters";
import { keyCacheControl } from "./control";
import { readProcessedBefore } from "./history";
import { createReceiver, forget, type Receiver } from "./receiver";
import { type KeyHabit, usualHabit } from "./relying-party";
import { ROSTER } from "./roster";

export type RelyingPartiesConfig = {
  identityProviderDatabaseUrl: string;
  ports: { identityProvider: number; relyingParties: number };
};

/** The relying parties as the scenarios hold them. */
export type RelyingParties = Part & {
  /** The relying party forgets its copy of the JWKS and fetches it now. */
  refreshKeys(slug: string): Promise<void>;
  /** The relying party forgets it, and fetches it when it needs it. */
  forgetKeys(slug: string): void;
  /** The relying party keeps its copy that way. @returns an undo */
  keepKeys(slug: string, habit: Partial<KeyHabit>): () => void;
  /** How each keeps its keys, by hand. */
  controlRoutes: Route[];
  /** These webhooks count as processed from now on. */
  rememberProcessed(slug: string, webhookIds: string[]): void;
  forgetProcessed(slug: string, webhookIds: string[]): void;
};

/** Starts all relying parties on one port, each under its own path. */
export async function startRelyingParties(kernel: Kernel, config: RelyingPartiesConfig): Promise<RelyingParties> {
  const jwksUrl = `http://127.0.0.1:${config.ports.identityProvider}/.well-known/jwks.json`;
  const receivers = new Map(ROSTER.map((party) => [party.slug, createReceiver(kernel, party, jwksUrl)]));
  const histories = new Map<string, Promise<void>>();
  const receiver = (slug: string | undefined): Receiver | undefined => receivers.get(slug ?? "");

  /** Only a party that tells duplicates apart has a history worth reading. */
  function recall(each: Receiver): Promise<void> | undefined {
    const { slug, id, character } = each.party;
    if (character !== "conflicting") return undefined;
    const known = histories.get(slug) ?? readHistory(each, id).catch(forgetAttempt(slug));
    histories.set(slug, known);
    return known;
  }

  /** A database that was away is asked again by the next webhook. */
  function forgetAttempt(slug: string): (error: unknown) => never {
    return (error) => {
      histories.delete(slug);
      throw error;
    };
  }

  async function readHistory(each: Receiver, applicationId: string): Promise<void> {
    for (const id of await readProcessedBefore(config.identityProviderDatabaseUrl, applicationId))
      each.processed.add(id);
  }

  async function answerWebhook(exchange: Exchange): Promise<Answer> {
    const found = receiver(exchange.params.slug);
    if (!found) return { status: 404, json: { error: "no such relying party" } };
    const webhookId = exchange.headers["webhook-id"] ?? "";
    found.arrivals.set(webhookId, (found.arrivals.get(webhookId) ?? 0) + 1);
    await recall(found);
    return CHARACTERS[found.party.character](found, exchange, kernel);
  }

  function answerReceived({ params, query }: Exchange): Answer {
    const found = receiver(params.slug);
    if (!found) return { status: 404, json: { error: "no such relying party" } };
    return { status: 200, json: { count: found.arrivals.get(query.get("webhook-id") ?? "") ?? 0 } };
  }

  const neighbour: Neighbour = {
    name: "relying-parties",
    routes: [
      { method: "POST", path: "/:slug/webhooks", answer: answerWebhook },
      { method: "GET", path: "/:slug/received", answer: answerReceived },
    ],
    failure: (status) => ({ status, json: { error: STATUS_CODES[status] } }),
    faultName: (exchange) => faultNames(receiver(exchange.params.slug), exchange),
  };
  const listener = await serve(neighbour, config.ports.relyingParties, kernel);

  return {
    async reset() {
      histories.clear();
      for (const each of receivers.values()) forget(each);
    },
    close: () => listener.close(),
    async refreshKeys(slug) {
      await receiver(slug)?.keyCache.refresh();
    },
    forgetKeys: (slug) => receiver(slug)?.keyCache.forget(),
    keepKeys(slug, habit) {
      const cache = receiver(slug)?.keyCache;
      const before = cache?.habit();
      if (cache && before) cache.keep({ ...before, ...habit });
      return () => {
        if (before) cache?.keep(before);
      };
    },
    controlRoutes: keyCacheControl((slug) => {
      const found = receiver(slug);
      return found && { cache: found.keyCache, usual: usualHabit(found.party) };
    }),
    rememberProcessed(slug, webhookIds) {
      for (const id of webhookIds) receiver(slug)?.processed.add(id);
    },
    forgetProcessed(slug, webhookIds) {
      for (const id of webhookIds) receiver(slug)?.processed.delete(id);
    },
  };
}

/** A fault may name a relying party by id or by slug; the slug also heads its pages of the journal. */
function faultNames(found: Receiver | undefined, { path }: Exchange): string[] {
  if (!found || !path.endsWith("/webhooks")) return [];
  return [`relying-parties/${found.party.id}`, `relying-parties/${found.party.slug}`];
}
