import { createHash } from "node:crypto";
import { consoleRows, idpRows } from "./rows";

/**
 * A fingerprint of everything that a person's act may change. The record is not in it, since a refusal is recorded; nor is what the
 * worker does by itself, whenever it likes: it closes requests whose time is over, proved or not, gives up what does not end, and closes
 * what goes on when it ends.
 * @param deliveryIds the identity provider's rows that the test is about
 */
export async function stateOfThings(deliveryIds: readonly string[] = []): Promise<string> {
  const console = await consoleRows(
    `SELECT (SELECT md5(string_agg(id || CASE WHEN goes_on_until IS NOT NULL THEN 'goes on'
                                              WHEN state IN ('draft', 'proved', 'awaiting_approval', 'ready', 'expired')
                                                THEN 'open ' || coalesce(proof_id::text, '')
                                              WHEN state IN ('running', 'unknown') THEN 'running'
                                              ELSE state END, ',' ORDER BY id)) FROM action_requests) AS requests,
            (SELECT count(*) FROM proofs) AS proofs,
            (SELECT count(*) FROM approvals) AS approvals,
            (SELECT count(*) FROM delivery_notes) AS notes,
            (SELECT md5(string_agg(s::text, ',' ORDER BY id)) FROM signals s) AS signals,
            (SELECT count(*) FROM delivery_discards) AS discards,
            (SELECT count(*) FROM delivery_evidence) AS evidence,
            (SELECT count(*) FROM delivery_follows) AS follows,
            (SELECT md5(string_agg(p::text, ',' ORDER BY person_id)) FROM preferences p) AS preferences,
            (SELECT md5(string_agg(r.id::text || r.version::text || coalesce(r.filed_at::text, ''), ',' ORDER BY r.id)) FROM reviews r) AS reviews,
            (SELECT count(*) FROM people) AS people,
            (SELECT count(*) FROM role_grants) AS grants,
            (SELECT count(*) FROM role_blocks) AS blocks,
            (SELECT md5(string_agg(e::text, ',' ORDER BY id)) FROM bypass_enrolments e) AS enrolments,
            (SELECT md5(string_agg(c::text, ',' ORDER BY id)) FROM bypass_codes c) AS codes,
            (SELECT md5(string_agg(k::text, ',' ORDER BY id)) FROM passkeys k) AS passkeys`,
  );
  const rows = await idpRows("SELECT * FROM webhook_outbox_entries WHERE id = ANY($1) ORDER BY id", [deliveryIds]);
  return createHash("sha256").update(JSON.stringify({ console, rows })).digest("hex");
}
