import "server-only";
import { z } from "zod";
import type { Actor } from "@/lib/access/actor";
import { consoleDb, identityProviderOperate } from "@/lib/core/db";
import { ok, type Result, refuse } from "@/lib/core/errors";
import { findDelivery } from "@/lib/deliveries/queries/find-delivery";
import { findEvidence } from "@/lib/deliveries/queries/find-evidence";
import { hasEarlierRound } from "@/lib/deliveries/queries/kept-rounds";
import { judgeMarkDelivered } from "@/lib/deliveries/rules/may-mark-delivered";
import { type Delivery, deliveryId } from "@/lib/deliveries/shapes";
import { keepEvidence } from "@/lib/deliveries/writes/keep-evidence";
import { markDelivered } from "@/lib/deliveries/writes/mark-delivered";
import { defineOperation, type Outcome, type Phrase } from "./define";

const target = z.strictObject({ id: deliveryId, rowVersion: z.string() });

/**
 * Takes a dead delivery for delivered, because its relying party answered that it has it: 409 for a key that was sent before. Nothing is
 * sent. What the row said is kept first; then one conditional statement, only if it is still exactly the row that was shown.
 * @refuses delivery_not_found, already_delivered, not_dead, not_a_conflict, never_sent_before, target_changed
 * @source IdP incident playbook: 409 for a processed key ends as delivered
 */
export const markDeliveredDelivery = defineOperation({
  name: "delivery.mark-delivered",
  risk: "guarded",
  allows: ["admin"],
  reach: "world",
  input: z.strictObject({ id: deliveryId }),

  async preview({ actor }, { id }) {
    const found = await markable(actor, id);
    if (!found.ok) return found;
    const { relyingParty, idempotencyKey, attempts, subject, rowVersion } = found.value;
    const named = { relyingParty: relyingParty.name };
    const lines: Phrase[] = [
      { key: "deliveries.markDelivered.has", values: { ...named, idempotencyKey } },
      { key: "deliveries.markDelivered.nothingSent", values: named },
      { key: "deliveries.retry.attemptsKept", values: { attempts } },
    ];
    return ok({
      subject: `${id} → ${relyingParty.name}`,
      blast: { deliveries: 1, relyingParties: 1, people: subject ? 1 : 0, requests: 0 },
      lines,
      warnings: [],
      reversible: false,
      fingerprint: rowVersion,
      target: { id, rowVersion },
    });
  },

  async run({ request }, { id }, frozen) {
    const { rowVersion } = target.parse(frozen);
    const stamp = await consoleDb().$transaction((tx) => keepEvidence(tx, { id, rowVersion, requestId: request.id }));
    if (!stamp) return refuse("target_changed", { id });
    const marked = await markDelivered(identityProviderOperate(), { id, rowVersion, stamp });
    return marked ? ok(markedOutcome(id)) : refuse("target_changed", { id });
  },

  async reconcile({ actor }, request) {
    const evidence = await findEvidence(actor, request.id);
    if (!evidence) return { happened: false };
    const delivery = await findDelivery(actor, evidence.deliveryId);
    if (!delivery) return { happened: "undecided" };
    if (delivery.deliveredAt === evidence.stamp) return { happened: true, outcome: markedOutcome(delivery.id) };
    return delivery.rowVersion === evidence.rowVersion ? { happened: false } : { happened: "undecided" };
  },
});

async function markable(actor: Actor, id: string): Promise<Result<Delivery>> {
  const delivery = await findDelivery(actor, id);
  if (!delivery) return refuse("delivery_not_found", { id });
  const judged = judgeMarkDelivered(delivery, await hasEarlierRound(actor, id));
  return judged.ok ? ok(delivery) : judged;
}

const markedOutcome = (id: string): Outcome => ({
  summary: { key: "deliveries.markDelivered.done" },
  href: `/deliveries/${id}`,
  facts: { deliveryId: id },
});
