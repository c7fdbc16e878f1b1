import type { Cause } from "@/lib/deliveries/shapes";
import type { Forecast, KeyKnowledge, PartyHealth } from "../shapes";

/** What is known, this minute, of the other side. `usable`: the key that would sign may sign. */
export type Circumstances = {
  cause: Cause;
  sentBefore: boolean;
  webhookEnabled: boolean;
  health: Pick<PartyHealth, "judgement" | "lastDeliveredAt">;
  key: { knowledge: KeyKnowledge; usable: boolean };
  diedAt: string | null;
};

const forecast = (answer: Forecast["answer"], because: Forecast["because"], act: Forecast["act"]): Forecast => ({
  answer,
  because,
  act,
});

/**
 * Whether a new attempt would arrive, why, and what to do. It promises nothing: it says what speaks for it.
 * @source design: domain §2, "would it work now?"
 */
export function wouldWork(now: Circumstances): Forecast {
  if (!now.webhookEnabled) return forecast("no", "endpoint_off", "wait");
  if (now.cause === "idempotency_conflict") return ofConflict(now.sentBefore);
  if (!now.key.usable) return forecast("no", "key_withdrawn", "wait_for_key");
  if (now.cause === "signature_rejected") return ofKey[now.key.knowledge];
  if (now.cause === "payload_rejected") return forecast("no", "same_payload", "send_packet");
  if (now.cause === "redirect") return forecast("no", "still_elsewhere", "send_packet");
  if (now.cause === "endpoint_gone") return ofGone(now);
  return ofHealth(now);
}

const ofConflict = (sentBefore: boolean): Forecast =>
  sentBefore
    ? forecast("arrived", "key_sent_before", "mark_delivered")
    : forecast("perhaps", "never_sent_before", "send_packet");

const ofKey: Record<KeyKnowledge, Forecast> = {
  known: forecast("yes", "key_known", "retry"),
  not_yet: forecast("not_yet", "key_cached", "wait_for_key"),
  overdue: forecast("no", "key_overdue", "send_packet"),
  never_seen: forecast("perhaps", "key_never_seen", "send_packet"),
  no_active_key: forecast("no", "key_withdrawn", "wait_for_key"),
};

const ofGone = ({ health }: Circumstances): Forecast =>
  health.judgement === "well" ? forecast("perhaps", "takes_others", "retry") : forecast("no", "gone", "send_packet");

function ofHealth({ cause, health, diedAt }: Circumstances): Forecast {
  if (health.judgement === "well")
    return cause === "unknown"
      ? forecast("perhaps", "takes_others", "retry")
      : forecast("yes", "takes_others", "retry");
  if (health.judgement !== "quiet") return forecast("no", "refuses_others", "send_packet");
  const since = health.lastDeliveredAt !== null && diedAt !== null && health.lastDeliveredAt > diedAt;
  return since ? forecast("perhaps", "took_others_since", "retry") : forecast("perhaps", "nothing_sent", "retry");
}
