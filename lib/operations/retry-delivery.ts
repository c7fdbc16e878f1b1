import "server-only";
import { z } from "zod";
import { isCaller } from "@/lib/access/actor";
import { consoleDb, identityProviderOperate } from "@/lib/core/db";
import { ok, refuse } from "@/lib/core/errors";
import { findDelivery } from "@/lib/deliveries/queries/find-delivery";
import { findDiscard } from "@/lib/deliveries/queries/find-discard";
import { findEvidence } from "@/lib/deliveries/queries/find-evidence";
import { judgeRetry } from "@/lib/deliveries/rules/may-retry";
import { deliveryId } from "@/lib/deliveries/shapes";
import { followFrom } from "@/lib/deliveries/writes/follow";
import { keepEvidence } from "@/lib/deliveries/writes/keep-evidence";
import { requeue } from "@/lib/deliveries/writes/requeue";
import { enqueue } from "@/lib/jobs/enqueue";
import { findRetryRule } from "@/lib/relying-parties/queries/find-retry-rule";
import { retryAsksAdmin } from "@/lib/relying-parties/rules/retry-rule";
import { defineOperation, type Outcome, type Phrase } from "./define";

const target = z.strictObject({ id: deliveryId, rowVersion: z.string() });

/**
 * One new attempt of one dead delivery. What the row said is kept as evidence first; then one conditional statement puts it back,
 * only if it is still exactly the row that was shown. The worker follows it to its end. Where the relying party's setting asks for an
 * admin, somebody who is none needs one's approval.
 * @refuses delivery_not_found, not_dead, already_delivered, delivery_discarded, relying_party_off, target_changed
 * @source IdP incident playbook, "재처리" (single retry with step-up)
 */
export const retryDelivery = defineOperation({
  name: "delivery.retry",
  risk: "guarded",
  allows: ["responder", "admin"],
  reach: "world",
  input: z.strictObject({ id: deliveryId }),

  async secondPerson({ actor }, { id }) {
    const delivery = await findDelivery(actor, id);
    if (!delivery || !isCaller(actor)) return false;
    return retryAsksAdmin(await findRetryRule(actor, delivery.relyingParty.id), actor.roles);
  },

  async preview({ actor }, { id }) {
    const delivery = await findDelivery(actor, id);
    if (!delivery) return refuse("delivery_not_found", { id });
    const judged = judgeRetry(delivery, (await findDiscard(actor, id)) !== null);
    if (!judged.ok) return judged;
    const { relyingParty } = delivery;
    const lines: Phrase[] = [
      { key: "deliveries.retry.newAttempt", values: { relyingParty: relyingParty.name } },
      { key: "deliveries.retry.attemptsKept", values: { attempts: delivery.attempts } },
      { key: "deliveries.retry.sameKey", values: { idempotencyKey: delivery.idempotencyKey } },
    ];
    return ok({
      subject: `${id} → ${relyingParty.name}`,
      blast: { deliveries: 1, relyingParties: 1, people: delivery.subject ? 1 : 0, requests: 1 },
      lines,
      warnings:
        delivery.lastStatus === 409
          ? [{ key: "deliveries.retry.conflict", values: { relyingParty: relyingParty.name } }]
          : [],
      reversible: false,
      fingerprint: delivery.rowVersion,
      target: { id, rowVersion: delivery.rowVersion },
    });
  },

  async run({ request }, { id }, frozen) {
    const { rowVersion } = target.parse(frozen);
    const stamp = await consoleDb().$transaction((tx) => keepEvidence(tx, { id, rowVersion, requestId: request.id }));
    if (!stamp) return refuse("target_changed", { id });
    const requeued = await requeue(identityProviderOperate(), { id, rowVersion, stamp });
    if (!requeued) return refuse("target_changed", { id });
    await consoleDb().$transaction(async (tx) => {
      await followFrom(tx, { requestId: request.id, deliveryId: id, stamp });
      await enqueue(tx, "delivery.follow", { requestId: request.id });
    });
    return ok(requeuedOutcome(id));
  },

  async reconcile({ actor }, request) {
    const evidence = await findEvidence(actor, request.id);
    if (!evidence) return { happened: false };
    const delivery = await findDelivery(actor, evidence.deliveryId);
    if (!delivery) return { happened: "undecided" };
    if (delivery.enqueuedAt === evidence.stamp) {
      await consoleDb().$transaction(async (tx) => {
        await followFrom(tx, { requestId: request.id, deliveryId: evidence.deliveryId, stamp: evidence.stamp });
        await enqueue(tx, "delivery.follow", { requestId: request.id });
      });
      return { happened: true, outcome: requeuedOutcome(evidence.deliveryId) };
    }
    return delivery.rowVersion === evidence.rowVersion ? { happened: false } : { happened: "undecided" };
  },
});

const requeuedOutcome = (id: string): Outcome => ({
  summary: { key: "deliveries.retry.queued" },
  href: `/deliveries/${id}`,
  facts: { deliveryId: id },
});
