// Generated from the description of the public API by tests/support/client-types.ts. Not to be edited.

export type Category = "healthy" | "identity_provider_down" | "clerk_outage" | "key_compromise" | "middleware_failure" | "session_issues" | "webhook_backlog" | "bad_deploy" | "config_error" | "jwks_kid" | "relying_party_down" | "identity_merge" | "one_person" | "unknown";

export type Severity = "sev1" | "sev2" | "sev3" | "none";

export type Triage = { "observedAt": string | null; "category": Category; "severity": Severity; "confidence": "high" | "medium" | "low"; "since": string | null; "for": readonly (string)[]; "against": readonly (string)[]; "evidence": readonly ({ "probe": string; "status": "ok" | "degraded" | "down" | "unknown"; "latencyMs": number | null; "observedAt": string | null; "detail": string | null; "value": Record<string, unknown> | null; })[]; "also": readonly ({ "category": Category; "severity": Severity; "since": string; })[]; "override": { "category": Category; "severity": Severity; "reason": string; "by": string; "at": string; "until": string; "measured": { "category": Category; "severity": Severity; }; } | null; "contradictions": readonly ({ "kind": "page_green_while_failing" | "page_posted_late" | "page_trouble_while_fine" | "measured_graver"; "probe": string; "minutes": number | null; })[]; "suspectedDeploy": string | null; "suspectedDeploys": readonly ({ "deploy": string; "probe": string; "since": string; "severity": Severity; })[]; "recommended": readonly (string)[]; };

export type IncidentCard = { "number": number; "title": string; "category": Category; "severity": Severity; "declaredAt": string; "declaredBy": string; "state": "open" | "resolved"; "detectedBy": "probe" | "signal" | "person" | "bypass"; "beganAt": string | null; "suspectedDeploy": string | null; "resolvedAt": string | null; "resolvedBy": string | null; };

export type Incidents = { "data": readonly (IncidentCard)[]; "nextCursor": string | null; };

export type TimelineEntry = { "id": string; "kind": "began" | "declared" | "note" | "verdict" | "operation" | "grant_opened" | "grant_ended" | "resolved"; "happenedAt": string; "recordedAt": string; "text": string | null; "values": { "category"?: "healthy" | "identity_provider_down" | "clerk_outage" | "key_compromise" | "middleware_failure" | "session_issues" | "webhook_backlog" | "bad_deploy" | "config_error" | "jwks_kid" | "relying_party_down" | "identity_merge" | "one_person" | "unknown"; "severity"?: "sev1" | "sev2" | "sev3" | "none"; "wasCategory"?: "healthy" | "identity_provider_down" | "clerk_outage" | "key_compromise" | "middleware_failure" | "session_issues" | "webhook_backlog" | "bad_deploy" | "config_error" | "jwks_kid" | "relying_party_down" | "identity_merge" | "one_person" | "unknown"; "wasSeverity"?: "sev1" | "sev2" | "sev3" | "none"; "detectedBy"?: "probe" | "signal" | "person" | "bypass"; "probes"?: readonly (string)[]; "suspectedDeploy"?: string | null; "operation"?: string; "subject"?: string; "requestId"?: string; "ending"?: string; "code"?: string | null; "who"?: string; "because"?: string; }; "author": string | null; };

export type Incident = { "number": number; "title": string; "category": Category; "severity": Severity; "declaredAt": string; "declaredBy": string; "state": "open" | "resolved"; "detectedBy": "probe" | "signal" | "person" | "bypass"; "beganAt": string | null; "suspectedDeploy": string | null; "resolvedAt": string | null; "resolvedBy": string | null; "timeline": readonly (TimelineEntry)[]; };

export type Source = "measured" | "stated" | "inferred";

export type IncidentReport = { "incident": string; "title": string; "state": "draft"; "date": { "value": string; "source": Source; } | { "value": null; "source": null; }; "durationSeconds": { "value": number; "source": Source; } | { "value": null; "source": null; }; "severity": { "value": Severity; "source": Source; } | { "value": null; "source": null; }; "category": { "value": Category; "source": Source; } | { "value": null; "source": null; }; "timeline": readonly ({ "at": string; "source": Source; "author": string | null; "kind": "began" | "declared" | "note" | "verdict" | "operation" | "grant_opened" | "grant_ended" | "resolved"; "text": string | null; "values": { "category"?: "healthy" | "identity_provider_down" | "clerk_outage" | "key_compromise" | "middleware_failure" | "session_issues" | "webhook_backlog" | "bad_deploy" | "config_error" | "jwks_kid" | "relying_party_down" | "identity_merge" | "one_person" | "unknown"; "severity"?: "sev1" | "sev2" | "sev3" | "none"; "wasCategory"?: "healthy" | "identity_provider_down" | "clerk_outage" | "key_compromise" | "middleware_failure" | "session_issues" | "webhook_backlog" | "bad_deploy" | "config_error" | "jwks_kid" | "relying_party_down" | "identity_merge" | "one_person" | "unknown"; "wasSeverity"?: "sev1" | "sev2" | "sev3" | "none"; "detectedBy"?: "probe" | "signal" | "person" | "bypass"; "probes"?: readonly (string)[]; "suspectedDeploy"?: string | null; "operation"?: string; "subject"?: string; "requestId"?: string; "ending"?: string; "code"?: string | null; "who"?: string; "because"?: string; }; })[]; "rootCause": { "value": string; "source": Source; } | { "value": null; "source": null; }; "suspectedDeploy": { "value": string; "source": Source; } | { "value": null; "source": null; }; "impact": { "usersAffected": { "value": number; "source": Source; } | { "value": null; "source": null; }; "authDowntimeSeconds": { "value": number; "source": Source; } | { "value": null; "source": null; }; "dataLoss": { "value": string; "source": Source; } | { "value": null; "source": null; }; }; "actionItems": readonly (string)[]; };

export type IncidentReportText = string;

export type Cause = "relying_party_5xx" | "relying_party_timeout" | "rate_limited" | "tls" | "dns" | "signature_rejected" | "idempotency_conflict" | "endpoint_gone" | "payload_rejected" | "redirect" | "unknown";

export type OutboxRow = { "id": string; "oauth_application_id": string; "event_type": string; "subject": string | null; "attempts": number; "last_status": number | null; "last_error": string | null; "enqueued_at": string; "dlq_at": string | null; "delivered_at": string | null; "cause": Cause | null; };

export type WebhookOutbox = { "data": readonly (OutboxRow)[]; "nextCursor": string | null; };

export type WebhookOutboxSummary = { "data": readonly ({ "oauth_application_id": string; "name": string; "dead_count": number; "at_least": boolean; "discarded_count": number; "oldest_dlq_at": string | null; "causes": readonly ({ "cause": Cause; "dead_count": number; "at_least": boolean; })[] | null; })[]; };

export type RequestState = "draft" | "proved" | "awaiting_approval" | "ready" | "running" | "succeeded" | "failed" | "unknown" | "denied" | "withdrawn" | "expired" | "superseded";

export type Confirmed = { "id": string; "state": RequestState; };

export type Phrase = { "key": string; "values"?: Record<string, string | number>; };

export type ActionRequest = { "id": string; "operation": string; "state": RequestState; "digest": string; "approveUrl": string; "preview": { "subject": string; "blast": { "deliveries": number; "relyingParties": number; "people": number; "requests": number; }; "lines": readonly (Phrase)[]; "warnings": readonly (Phrase)[]; "reversible": boolean; } | null; "reason": string; "incident": string | null; "outcome": unknown; "failureCode": string | null; "supersededBy": string | null; "createdAt": string; "approveBy": string | null; "executeBy": string; "startedAt": string | null; "finishedAt": string | null; "action_request_nonce"?: string; };

export type JobPhase = "running" | "paused" | "canceling" | "canceled" | "finished";

export type Tally = Record<"remaining" | "claimed" | "queued" | "delivered" | "failed_again" | "skipped_changed" | "skipped_superseded" | "skipped_refused", number>;

export type Job = { "requestId": string; "state": JobPhase; "rate": number; "approvedRate": number; "trouble": string | null; "startedBy": string; "startedAt": string; "finishedAt": string | null; "total": number; "done": number; "skipped": number; "failed": number; "remaining": number; "ratePerSecond": number; "eta": { "fromSeconds": number; "toSeconds": number | null; } | null; "tally": Tally; "lanes": readonly ({ "relyingParty": { "id": string; "name": string; }; "phase": "canary_one" | "canary_ten" | "ramp" | "held" | "done"; "heldReason": "canary_failed" | "breaker" | "no_first_attempt" | "relying_party_off" | null; "tally": Tally; })[]; };

export type JobState = { "id": string; "state": JobPhase; };

export type SignalState = { "id": string; "state": "raised" | "cleared"; };

export type Checkpoint = { "origin": "sallyport record v1"; "size": number; "head": string; "at": string; "signature": string; };

export type SignedBypassDocument = { "jws": string; };

export type BypassUsesHeard = { "kept": number; };

export type Description = { "openapi": string; "paths": Record<string, unknown>; };

export type RetryConfirmation = { "action_request_nonce"?: string; };

export type Ask = { "operation": string; "input": unknown; "reason": string; "incident"?: string | null; };

export type Confirmation = { "action_request_nonce": string; };

export type Nothing = {  };

export type Signal = { "kind": "leaked_key" | "unauthorised_access" | "one_person" | "error_burst"; "source": string; "reference": string; "subject": string; "note"?: string; "observedAt": string; "state": "raised" | "cleared"; };

export type BypassUses = { "opening": string; "uses": readonly ({ "id": string; "at": string; "method": string; "route": string; "subject": string | null; "requestId": string | null; })[]; "unreported": number; };

export type Problem = { "type": "about:blank"; "title": string; "status": number; "code": string; "ref": string; "fields"?: readonly (string)[]; };

export const calls = {
  getTriage: { method: "GET", path: "/triage" },
  listIncidents: { method: "GET", path: "/incidents" },
  getIncident: { method: "GET", path: "/incidents/{number}" },
  getIncidentReport: { method: "GET", path: "/incidents/{number}/report.json" },
  getIncidentReportText: { method: "GET", path: "/incidents/{number}/report.md" },
  listWebhookOutbox: { method: "GET", path: "/admin/webhook_outbox" },
  summariseWebhookOutbox: { method: "GET", path: "/admin/webhook_outbox/summary" },
  retryDelivery: { method: "POST", path: "/admin/webhook_outbox/{id}/retry" },
  askForAct: { method: "POST", path: "/action_requests" },
  getActionRequest: { method: "GET", path: "/action_requests/{id}" },
  confirmAct: { method: "POST", path: "/action_requests/{id}/confirm" },
  getJob: { method: "GET", path: "/jobs/{id}" },
  pauseJob: { method: "POST", path: "/jobs/{id}/pause" },
  cancelJob: { method: "POST", path: "/jobs/{id}/cancel" },
  reportSignal: { method: "POST", path: "/signals" },
  getCheckpoint: { method: "GET", path: "/record/checkpoint" },
  getBypassDocument: { method: "GET", path: "/bypass/{app}" },
  reportBypassUses: { method: "POST", path: "/bypass/{app}/uses" },
  getDescription: { method: "GET", path: "/openapi.json" },
} as const;

export type Calls = {
  getTriage: { path: {}; query: {}; body: undefined; answer: Triage };
  listIncidents: { path: {}; query: {"state"?: "all" | "open" | "resolved";"cursor"?: string;}; body: undefined; answer: Incidents };
  getIncident: { path: {"number": string;}; query: {}; body: undefined; answer: Incident };
  getIncidentReport: { path: {"number": string;}; query: {}; body: undefined; answer: IncidentReport };
  getIncidentReportText: { path: {"number": string;}; query: {"language"?: "en" | "ko";}; body: undefined; answer: IncidentReportText };
  listWebhookOutbox: { path: {}; query: {"status"?: "dead" | "pending" | "delivered";"oauth_application_id"?: string;"event_type"?: string;"cause"?: "relying_party_5xx" | "relying_party_timeout" | "rate_limited" | "tls" | "dns" | "signature_rejected" | "idempotency_conflict" | "endpoint_gone" | "payload_rejected" | "redirect" | "unknown";"q"?: string;"limit"?: number;"cursor"?: string;}; body: undefined; answer: WebhookOutbox };
  summariseWebhookOutbox: { path: {}; query: {}; body: undefined; answer: WebhookOutboxSummary };
  retryDelivery: { path: {"id": string;}; query: {}; body: RetryConfirmation; answer: Confirmed };
  askForAct: { path: {}; query: {}; body: Ask; answer: ActionRequest };
  getActionRequest: { path: {"id": string;}; query: {"wait"?: number;}; body: undefined; answer: ActionRequest };
  confirmAct: { path: {"id": string;}; query: {}; body: Confirmation; answer: Confirmed };
  getJob: { path: {"id": string;}; query: {}; body: undefined; answer: Job };
  pauseJob: { path: {"id": string;}; query: {}; body: Nothing; answer: JobState };
  cancelJob: { path: {"id": string;}; query: {}; body: Nothing; answer: JobState };
  reportSignal: { path: {}; query: {}; body: Signal; answer: SignalState };
  getCheckpoint: { path: {}; query: {}; body: undefined; answer: Checkpoint };
  getBypassDocument: { path: {"app": string;}; query: {}; body: undefined; answer: SignedBypassDocument };
  reportBypassUses: { path: {"app": string;}; query: {}; body: BypassUses; answer: BypassUsesHeard };
  getDescription: { path: {}; query: {}; body: undefined; answer: Description };
};
