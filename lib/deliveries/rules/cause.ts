import { inert } from "@/lib/core/text";
import type { Cause, JudgedCause } from "../shapes";
import { normalisedError } from "./normalised-error";

/** What a cause is told from: the row, and whether the console kept what an earlier round of attempts ended with. */
export type FailedDelivery = {
  lastStatus: number | null;
  lastError: string | null;
  attempts: number;
  evidenceKept: boolean;
};

type CauseRule = {
  name: string;
  cause: Cause;
  /** The last status, from–to; null: nothing was answered. */
  status: readonly [number, number] | null;
  says?: RegExp;
  /** Only of a key that the relying party may have seen already. */
  sentBefore?: true;
};

/** Raised whenever a rule is added, removed or reads otherwise: a cause that was told can be told again. */
export const causeRulesVersion = 1;

const between = (from: number, to = from): readonly [number, number] => [from, to];
const ofKeys = /\bkid\b|signature|jwks?\b|\bjws\b|signing.?key|key.?id\b/i;

/**
 * The first that fits speaks. What an answer says decides before what its words say; words decide where nothing was answered, and
 * whether a 400, 401 or 403 is about a key.
 * @source design: domain §2
 */
export const causeRules: readonly CauseRule[] = [
  { name: "http-408", cause: "relying_party_timeout", status: between(408) },
  { name: "http-504", cause: "relying_party_timeout", status: between(504) },
  { name: "http-429", cause: "rate_limited", status: between(429) },
  { name: "http-409-sent-before", cause: "idempotency_conflict", status: between(409), sentBefore: true },
  { name: "http-409", cause: "idempotency_conflict", status: between(409) },
  { name: "http-410", cause: "endpoint_gone", status: between(410) },
  { name: "http-401-key", cause: "signature_rejected", status: between(401), says: ofKeys },
  { name: "http-403-key", cause: "signature_rejected", status: between(403), says: ofKeys },
  { name: "http-400-key", cause: "signature_rejected", status: between(400), says: ofKeys },
  { name: "http-400", cause: "payload_rejected", status: between(400) },
  { name: "http-413", cause: "payload_rejected", status: between(413) },
  { name: "http-422", cause: "payload_rejected", status: between(422) },
  { name: "http-3xx", cause: "redirect", status: between(300, 399) },
  { name: "http-5xx", cause: "relying_party_5xx", status: between(500, 599) },
  { name: "http-other", cause: "unknown", status: between(100, 999) },
  { name: "never-signed", cause: "unknown", status: null, says: /SigningKeyUnavailable/ },
  {
    name: "name-not-found",
    cause: "dns",
    status: null,
    says: /getaddrinfo|ENOTFOUND|EAI_AGAIN|NXDOMAIN|name or service not known|nodename nor servname|name resolution/i,
  },
  {
    name: "tls-failed",
    cause: "tls",
    status: null,
    says: /certificate|handshake|self.signed|LEAF_SIGNATURE|CERT_|_CERT|(?:\b|_|Open)(?:SSL|TLS)(?:\b|_|Error)/i,
  },
  {
    name: "no-answer-in-time",
    cause: "relying_party_timeout",
    status: null,
    says: /timed?.?out|ETIMEDOUT|execution expired|no answer within/i,
  },
  {
    name: "no-connection",
    cause: "relying_party_timeout",
    status: null,
    says: /ECONN(?:REFUSED|RESET|ABORTED)|E(?:HOST|NET)UNREACH|EPIPE|UND_ERR_SOCKET|other side closed|socket hang up|no route to host/i,
  },
  { name: "nothing-known", cause: "unknown", status: null },
];

/** Why a delivery died. Ids, times and hosts are out of the text by then, so that no host's name can choose a cause. */
export function causeOf(failed: FailedDelivery): JudgedCause {
  const text = normalisedError(failed.lastError) ?? "";
  for (const rule of causeRules) {
    if (!answersTo(rule, failed)) continue;
    const said = rule.says?.exec(text)?.[0];
    if (rule.says && said === undefined) continue;
    return { cause: rule.cause, rule: rule.name, version: causeRulesVersion, said: said ? inert(said) : null };
  }
  return { cause: "unknown", rule: "nothing-known", version: causeRulesVersion, said: null };
}

function answersTo({ status, sentBefore }: CauseRule, failed: FailedDelivery): boolean {
  if (sentBefore && !wasSentBefore(failed)) return false;
  if (status === null || failed.lastStatus === null) return status === failed.lastStatus;
  return failed.lastStatus >= status[0] && failed.lastStatus <= status[1];
}

/** Whether the row itself, or what we kept of it, says that its key went out more than once. @source design: domain §2 */
export const wasSentBefore = ({ attempts, evidenceKept }: Pick<FailedDelivery, "attempts" | "evidenceKept">): boolean =>
  attempts >= 2 || evidenceKept;
