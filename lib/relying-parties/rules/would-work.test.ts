import { describe, expect, it } from "vitest";
import { type Circumstances, wouldWork } from "./would-work";

const now = (change: Partial<Circumstances> = {}): Circumstances => ({
  cause: "relying_party_5xx",
  sentBefore: false,
  webhookEnabled: true,
  health: { judgement: "well", lastDeliveredAt: null },
  key: { knowledge: "known", usable: true },
  diedAt: "2026-11-28T12:00:00.000000Z",
  ...change,
});
const quiet = (lastDeliveredAt: string | null) => ({ judgement: "quiet", lastDeliveredAt }) as const;
const unwell = { judgement: "unwell", lastDeliveredAt: null } as const;
const key = (knowledge: Circumstances["key"]["knowledge"], usable = true) => ({ knowledge, usable });

describe("whether a new attempt would arrive", () => {
  it.each<[string, Partial<Circumstances>, string]>([
    ["its relying party takes others", {}, "yes takes_others retry"],
    ["its relying party refuses others", { health: unwell }, "no refuses_others send_packet"],
    ["nothing was sent lately", { health: quiet(null) }, "perhaps nothing_sent retry"],
    ["others arrived before it died", { health: quiet("2026-11-28T11:59:59.000000Z") }, "perhaps nothing_sent retry"],
    [
      "others arrived since it died",
      { health: quiet("2026-11-28T12:00:01.000000Z") },
      "perhaps took_others_since retry",
    ],
    ["no rule knows its answer", { cause: "unknown" }, "perhaps takes_others retry"],
    ["the endpoint is switched off", { webhookEnabled: false }, "no endpoint_off wait"],
    [
      "its key was sent before",
      { cause: "idempotency_conflict", sentBefore: true },
      "arrived key_sent_before mark_delivered",
    ],
    ["its key was never sent before", { cause: "idempotency_conflict" }, "perhaps never_sent_before send_packet"],
    ["the key is known", { cause: "signature_rejected" }, "yes key_known retry"],
    ["an old copy is kept", { cause: "signature_rejected", key: key("not_yet") }, "not_yet key_cached wait_for_key"],
    [
      "an old copy is kept too long",
      { cause: "signature_rejected", key: key("overdue") },
      "no key_overdue send_packet",
    ],
    [
      "nobody saw it fetch",
      { cause: "signature_rejected", key: key("never_seen") },
      "perhaps key_never_seen send_packet",
    ],
    ["no key is active", { cause: "signature_rejected", key: key("no_active_key") }, "no key_withdrawn wait_for_key"],
    ["its key may not sign any more", { key: key("known", false) }, "no key_withdrawn wait_for_key"],
    ["the payload was refused", { cause: "payload_rejected" }, "no same_payload send_packet"],
    ["the endpoint points elsewhere", { cause: "redirect" }, "no still_elsewhere send_packet"],
    ["the endpoint is gone", { cause: "endpoint_gone", health: unwell }, "no gone send_packet"],
    ["the endpoint was gone, and takes others", { cause: "endpoint_gone" }, "perhaps takes_others retry"],
  ])("where %s", (_name, change, expected) => {
    const { answer, because, act } = wouldWork(now(change));
    expect(`${answer} ${because} ${act}`).toBe(expected);
  });
});
