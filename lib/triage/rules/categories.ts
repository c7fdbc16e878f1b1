import type { Category, ProbeKind, ProbeStatus, Severity } from "../shapes";

/** Something that a probe says. */
export type Condition = { probe: ProbeKind; is: ProbeStatus; detail?: readonly string[] };

/** What is wrong, when any of `when` holds and none of `unless` does. `against` holds nothing back: it is told beside. */
export type Rule = {
  category: Exclude<Category, "healthy" | "unknown">;
  severity: Exclude<Severity, "none">;
  when: readonly Condition[];
  unless?: readonly Condition[];
  against?: readonly Condition[];
  /** `suspected`: only what began after a deploy of the same app; `excused`: not when that is so of the IdP. */
  deploy?: "suspected" | "excused";
};

const pageIsGreen: Condition = { probe: "clerk_status_page", is: "ok" };
const clerkApiDown: Condition = { probe: "clerk_api", is: "down" };
const clerkFrontendDown: Condition = { probe: "clerk_frontend", is: "down" };
const idpDown: Condition = { probe: "idp_up", is: "down" };
const idpUp: Condition = { probe: "idp_up", is: "ok" };
/** How something fails that says nothing of itself. */
const silences = ["unexpected_answer", "unreachable", "timed_out", "rate_limited", "untrusted"] as const;
const idpDatabaseDown: Condition = { probe: "idp_database", is: "down" };
/** What makes every app fail, or an app that we see fail ourselves: its errors say no more. */
const explainsErrors: readonly Condition[] = [
  clerkApiDown,
  clerkFrontendDown,
  idpDown,
  idpDatabaseDown,
  { probe: "idp_token", is: "down" },
  { probe: "idp_jwks", is: "down" },
  { probe: "app", is: "down" },
];

/**
 * What the probes mean together, the gravest first. What follows from something graver is left to it: an IdP that is down serves no
 * keys either.
 * @source the runbooks' triage tables; design: domain §5
 */
export const rules: readonly Rule[] = [
  {
    category: "clerk_outage",
    severity: "sev1",
    when: [clerkApiDown, clerkFrontendDown],
    against: [pageIsGreen],
  },
  {
    category: "bad_deploy",
    severity: "sev1",
    when: [idpDown, { probe: "app", is: "down", detail: silences }],
    deploy: "suspected",
  },
  {
    category: "identity_provider_down",
    severity: "sev1",
    when: [idpDown, idpDatabaseDown, { probe: "idp_token", is: "down" }],
    against: [idpUp],
    deploy: "excused",
  },
  {
    category: "jwks_kid",
    severity: "sev1",
    when: [{ probe: "idp_jwks", is: "down" }],
    unless: [idpDown, idpDatabaseDown],
  },
  // Below what was measured: whoever holds a stolen token must not be able to hide an outage behind a report.
  {
    category: "key_compromise",
    severity: "sev1",
    when: [{ probe: "signal", is: "down", detail: ["leaked_key", "unauthorised_access"] }],
  },
  {
    category: "middleware_failure",
    severity: "sev2",
    when: [{ probe: "signal", is: "degraded", detail: ["error_burst"] }],
    unless: explainsErrors,
  },
  {
    category: "middleware_failure",
    severity: "sev2",
    when: [{ probe: "app", is: "down", detail: ["middleware_failing", ...silences] }],
  },
  {
    category: "config_error",
    severity: "sev2",
    when: [
      { probe: "clerk_api", is: "degraded", detail: ["credential_refused"] },
      { probe: "idp_token", is: "degraded", detail: ["credential_refused"] },
      { probe: "render", is: "degraded", detail: ["credential_refused"] },
      { probe: "render", is: "down" },
    ],
  },
  {
    category: "config_error",
    severity: "sev2",
    when: [{ probe: "app", is: "down", detail: ["clerk_unreachable"] }],
    unless: [clerkApiDown, clerkFrontendDown],
  },
  {
    category: "webhook_backlog",
    severity: "sev2",
    when: [
      { probe: "relying_parties", is: "down" },
      { probe: "outbox", is: "degraded", detail: ["dispatcher_behind"] },
    ],
    unless: [idpDatabaseDown],
  },
  {
    category: "identity_provider_down",
    severity: "sev2",
    when: [
      { probe: "idp_up", is: "degraded", detail: ["slow"] },
      { probe: "render", is: "degraded", detail: ["slow", "errors"] },
    ],
    unless: [idpDown],
  },
  {
    category: "clerk_outage",
    severity: "sev2",
    when: [{ probe: "console_clerk", is: "down" }],
    unless: [clerkApiDown, clerkFrontendDown],
    against: [{ probe: "clerk_api", is: "ok" }, pageIsGreen],
  },
  {
    category: "session_issues",
    severity: "sev3",
    when: [{ probe: "app", is: "degraded", detail: ["session_errors"] }],
  },
  {
    category: "jwks_kid",
    severity: "sev3",
    when: [{ probe: "relying_parties", is: "degraded", detail: ["signature_rejected"] }],
  },
  {
    category: "webhook_backlog",
    severity: "sev3",
    when: [
      { probe: "relying_parties", is: "degraded", detail: ["idempotency_conflict"] },
      { probe: "user_sync", is: "degraded", detail: ["users_missing"] },
      { probe: "app", is: "degraded", detail: ["webhook_receiver_silent"] },
    ],
  },
  {
    category: "relying_party_down",
    severity: "sev3",
    when: [{ probe: "relying_parties", is: "degraded", detail: ["unwell"] }],
  },
  {
    category: "identity_merge",
    severity: "sev3",
    when: [{ probe: "identity_links", is: "degraded", detail: ["links_contradict"] }],
  },
  {
    category: "one_person",
    severity: "sev3",
    when: [{ probe: "signal", is: "degraded", detail: ["one_person"] }],
  },
];

/** Without these nobody can say that all is well. */
export const essential: readonly ProbeKind[] = ["clerk_api", "clerk_frontend", "idp_up", "idp_jwks", "idp_database"];
