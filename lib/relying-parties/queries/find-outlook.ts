import "server-only";
import type { Actor } from "@/lib/access/actor";
import { hasEarlierRound } from "@/lib/deliveries/queries/kept-rounds";
import { causeOf } from "@/lib/deliveries/rules/cause";
import { mayHaveIt } from "@/lib/deliveries/rules/may-mark-delivered";
import type { Delivery } from "@/lib/deliveries/shapes";
import { keyKnowledge } from "../rules/key-knowledge";
import { wouldWork } from "../rules/would-work";
import type { Outlook, PartyKeys } from "../shapes";
import { findPartyHealth } from "./party-board";
import { findLastKeyFetch, findPartyKeys } from "./party-keys";

/** States in which a key may sign. @source IdP contract: the dispatcher signs with active keys and those in grace */
const signing: ReadonlySet<string> = new Set(["active", "grace"]);

/**
 * Why a dead delivery died, and whether it would arrive now: by its relying party's last two minutes, and by whether it can know the key.
 * @refuses identity_database_unreachable
 */
export async function findOutlook(actor: Actor, delivery: Delivery): Promise<Outlook> {
  const { relyingParty, signingKid, lastStatus, lastError, attempts, dlqAt } = delivery;
  const [health, keys, evidenceKept] = await Promise.all([
    findPartyHealth(actor, relyingParty.id),
    findPartyKeys(actor, relyingParty.id),
    hasEarlierRound(actor, delivery.id),
  ]);
  const cause = causeOf({ lastStatus, lastError, attempts, evidenceKept });
  const key = await keyOutlook(actor, delivery, keys);
  const forecast = wouldWork({
    cause: cause.cause,
    sentBefore: mayHaveIt(delivery, evidenceKept),
    webhookEnabled: relyingParty.webhookEnabled,
    health,
    key,
    diedAt: dlqAt,
  });
  const kid = signingKid ?? keys.activeKid;
  return { cause, forecast, health, kid, keyFetchedAt: key.fetchedAt, keyKnownBy: key.knownBy, evidenceKept };
}

async function keyOutlook(actor: Actor, { signingKid, relyingParty }: Delivery, keys: PartyKeys) {
  const kid = signingKid ?? keys.activeKid;
  const listed = keys.keys.find((one) => one.kid === kid);
  // Of a key beyond the newest eight nothing is known that would forbid it.
  const usable = kid !== null && (listed === undefined || signing.has(listed.state));
  const fetch =
    kid === keys.activeKid || keys.fetchesUnread ? keys.fetch : await findLastKeyFetch(actor, relyingParty.id, kid);
  const knowledge = keyKnowledge({ activeKid: kid, fetch, cacheSeconds: keys.cacheSeconds }, new Date());
  const knownBy =
    knowledge === "not_yet" && fetch && keys.cacheSeconds !== null
      ? new Date(Date.parse(fetch.at) + keys.cacheSeconds * 1_000).toISOString()
      : null;
  return { usable, knowledge, fetchedAt: fetch?.at ?? null, knownBy };
}
