/** Every expected "no" of this console, with the HTTP status that carries it. Codes are public and never renamed. */
export const refusalStatus = {
  not_signed_in: 401,
  insufficient_user_authentication: 401,
  proof_already_used: 401,
  passkey_invalid: 401,
  passkey_user_unverified: 401,
  passkey_counter_behind: 401,
  bypass_refused: 401,
  code_invalid: 401,
  grant_ended: 401,
  grant_foreign: 401,
  token_invalid: 401,
  token_expired: 401,
  token_revoked: 401,
  rvid_claim_missing: 403,
  not_allowed: 403,
  no_role: 403,
  no_second_factor: 403,
  wrong_organisation: 403,
  role_unconfirmed: 403,
  self_approval: 403,
  self_review: 403,
  session_ended: 403,
  approval_missing: 403,
  second_person_needed: 403,
  cross_site: 403,
  ambiguous_identity: 403,
  nonce_foreign: 403,
  not_on_oneself: 403,
  nonce_invalid: 403,
  request_not_yours: 403,
  review_not_yours: 403,
  bypass_not_armed: 403,
  bypass_not_open: 403,
  bypass_role_stale: 403,
  drill_only: 403,
  grant_scope: 403,
  token_scope: 403,
  unknown_operation: 404,
  request_not_found: 404,
  delivery_not_found: 404,
  review_not_found: 404,
  notice_not_found: 404,
  passkey_not_found: 404,
  app_not_found: 404,
  contact_not_found: 404,
  person_not_found: 404,
  api_token_not_found: 404,
  relying_party_not_found: 404,
  deploy_not_found: 404,
  host_not_found: 404,
  replay_not_found: 404,
  task_not_found: 404,
  enrolment_not_found: 404,
  incident_not_found: 404,
  view_not_found: 404,
  signal_not_found: 404,
  checkpoint_not_found: 404,
  endpoint_not_found: 404,
  method_not_allowed: 405,
  nonce_used: 409,
  request_wrong_state: 409,
  already_requested: 409,
  digest_mismatch: 409,
  already_delivered: 409,
  not_dead: 409,
  not_a_conflict: 409,
  never_sent_before: 409,
  delivery_discarded: 409,
  not_discarded: 409,
  notice_not_dead: 409,
  channel_not_set_up: 409,
  relying_party_off: 409,
  review_changed: 409,
  review_filed: 409,
  review_incomplete: 409,
  passkey_known: 409,
  passkey_limit: 409,
  api_token_limit: 409,
  person_without_role: 409,
  app_exists: 409,
  relying_party_on: 409,
  not_a_member: 409,
  nothing_to_change: 409,
  nothing_matches: 409,
  file_taken: 409,
  view_limit: 409,
  bypass_full: 409,
  too_few_admins: 409,
  already_enrolled: 409,
  not_enrolled: 409,
  not_enrollable: 409,
  no_way_in: 409,
  override_holds: 409,
  no_override: 409,
  incident_open: 409,
  incident_resolved: 409,
  signal_not_raised: 409,
  service_not_hosted: 409,
  service_suspended: 409,
  service_not_suspended: 409,
  auto_deploy_on: 409,
  no_last_green: 409,
  rollback_under_way: 409,
  deploy_not_suspected: 409,
  deploy_ended: 409,
  deploy_canceled: 409,
  deploy_failed: 409,
  not_converged: 409,
  nothing_to_replay: 409,
  replay_under_way: 409,
  replay_over: 409,
  replay_canceled: 409,
  task_under_way: 409,
  task_ended: 409,
  task_canceled: 409,
  task_failed: 409,
  task_not_proved: 409,
  host_refused: 409,
  auto_deploy_not_paused: 409,
  env_key_not_in_force: 409,
  idempotency_key_in_use: 409,
  request_expired: 410,
  body_too_large: 413,
  invalid_input: 422,
  idempotency_key_reused: 422,
  target_changed: 422,
  rate_above_approved: 422,
  target_drifted: 422,
  not_divisible: 422,
  offer_not_narrower: 422,
  reason_missing: 422,
  confidence_missing: 422,
  pin_not_committed: 422,
  value_not_committed: 422,
  pin_guessable: 422,
  passkey_challenge_invalid: 422,
  rate_limited: 429,
  looked_just_now: 429,
  host_rate_limited: 429,
  bypass_limited: 429,
  too_many_open_requests: 429,
  too_many_signals: 429,
  proof_locked: 429,
  internal_error: 500,
  outcome_unknown: 502,
  worker_silent: 503,
  host_credential_refused: 502,
  host_unexpected: 502,
  clerk_unreachable: 503,
  host_unreachable: 503,
  identity_database_unreachable: 503,
  console_database_unreachable: 503,
  record_unavailable: 503,
} as const satisfies Record<string, number>;

export type RefusalCode = keyof typeof refusalStatus;

/** Small, non-secret values that a sentence about the refusal may mention. */
export type Facts = Readonly<Record<string, string | number | boolean | null>>;

export type Refusal = { readonly code: RefusalCode; readonly facts?: Facts };

export type Result<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly refusal: Refusal };

export const ok = <T>(value: T): { readonly ok: true; readonly value: T } => ({ ok: true, value });

export const refuse = (code: RefusalCode, facts?: Facts): { readonly ok: false; readonly refusal: Refusal } => ({
  ok: false,
  refusal: facts ? { code, facts } : { code },
});

/** Reads something that may refuse by throwing, and hands the refusal back as a value. Everything else stays thrown. */
export async function settled<T>(work: () => Promise<T>): Promise<Result<T>> {
  try {
    return ok(await work());
  } catch (error) {
    if (error instanceof Refused) return { ok: false, refusal: error.refusal };
    throw error;
  }
}

/** Carries a refusal out of a transaction, so that everything in it rolls back. Caught where the transaction was opened. */
export class Refused extends Error {
  readonly refusal: Refusal;
  /** What the framework shows to the browser of an error thrown while drawing: the code, and nothing else of it. */
  readonly digest: string;
  constructor(refusal: Refusal) {
    super(refusal.code);
    this.name = "Refused";
    this.refusal = refusal;
    this.digest = refusal.code;
  }
}
