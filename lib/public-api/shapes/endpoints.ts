import type { z } from "zod";
import type { RefusalCode } from "@/lib/core/errors";
import { outboxQuery } from "@/lib/deliveries/shapes";
import {
  actionRequest,
  bypassAnswer,
  bypassHeard,
  checkpoint,
  confirmed,
  description,
  incidentAnswer,
  incidentList,
  incidentReport,
  incidentReportText,
  job,
  jobState,
  outboxList,
  outboxSummary,
  signalAnswer,
  triageAnswer,
} from "./answers";
import {
  askBody,
  bypassUsesBody,
  confirmBody,
  emptyBody,
  incidentQuery,
  reportQuery,
  retryBody,
  signalBody,
  waitQuery,
} from "./asks";

/** One call of the public API: where, with a token of which scopes, what it takes, what it answers, and what may refuse it. */
export type Endpoint = {
  method: "get" | "post";
  /** Under `/api/v1`, with parameters in braces. */
  path: string;
  summary: string;
  description: string;
  /** `bypass`: no token in a person's name, but the app's own. */
  scopes: readonly ("read" | "operate" | "signal" | "bypass")[];
  query?: z.ZodObject;
  body?: z.ZodType;
  status: 200 | 201 | 202;
  answer: z.ZodType;
  /** What the answer is, where it is text and no JSON. */
  media?: "text/markdown";
  /** Besides those that may refuse every call. */
  refusals: readonly RefusalCode[];
  /** It runs or asks for an operation, which may refuse it in words of its own. */
  operates?: true;
  /** It makes something, and a repetition under the same `Idempotency-Key` makes nothing more. */
  once?: true;
};

/** Every call of the public API by its name. A route that is not here is red in the tests, and so is one that answers otherwise. */
export const endpoints = {
  getTriage: {
    method: "get",
    path: "/triage",
    summary: "What is wrong, how badly, and by which evidence",
    description: "What the worker saw last: one category, one severity, and each probe that speaks for or against it.",
    scopes: ["read"],
    status: 200,
    answer: triageAnswer,
    refusals: [],
  },
  listIncidents: {
    method: "get",
    path: "/incidents",
    summary: "Incidents, what is open first",
    description: "Fifty to a page, then the newest first.",
    scopes: ["read"],
    query: incidentQuery,
    status: 200,
    answer: incidentList,
    refusals: [],
  },
  getIncident: {
    method: "get",
    path: "/incidents/{number}",
    summary: "One incident with its timeline",
    description: "The timeline is complete and in order: what people wrote, what ran, and what the probes said.",
    scopes: ["read"],
    status: 200,
    answer: incidentAnswer,
    refusals: ["incident_not_found"],
  },
  getIncidentReport: {
    method: "get",
    path: "/incidents/{number}/report.json",
    summary: "The report of an incident, as far as the console knows it",
    description:
      "Under the runbook's headings. Each value says whether it was `measured`, `stated` or `inferred`; null: nobody has written it yet.",
    scopes: ["read"],
    status: 200,
    answer: incidentReport,
    refusals: ["incident_not_found"],
  },
  getIncidentReportText: {
    method: "get",
    path: "/incidents/{number}/report.md",
    summary: "The same report as Markdown",
    description: "To be kept, or pasted where people talk, in English or in Korean.",
    scopes: ["read"],
    query: reportQuery,
    status: 200,
    answer: incidentReportText,
    media: "text/markdown",
    refusals: ["incident_not_found"],
  },
  listWebhookOutbox: {
    method: "get",
    path: "/admin/webhook_outbox",
    summary: "Deliveries in one state, newest first",
    description:
      "By the names of the identity provider's own table, without payloads. A cursor survives what is added meanwhile.",
    scopes: ["read"],
    query: outboxQuery,
    status: 200,
    answer: outboxList,
    refusals: ["not_allowed", "identity_database_unreachable"],
  },
  summariseWebhookOutbox: {
    method: "get",
    path: "/admin/webhook_outbox/summary",
    summary: "Dead deliveries by relying party, most first",
    description:
      "And what was set aside of them. `at_least`: counting ended at a cap. `causes` is null for who sees counts only.",
    scopes: ["read"],
    status: 200,
    answer: outboxSummary,
    refusals: ["identity_database_unreachable"],
  },
  retryDelivery: {
    method: "post",
    path: "/admin/webhook_outbox/{id}/retry",
    summary: "Retry one dead delivery",
    description: "By the nonce of a request for `delivery.retry` that its person has proved: the playbook's own call.",
    scopes: ["operate"],
    body: retryBody,
    status: 202,
    answer: confirmed,
    refusals: ["insufficient_user_authentication", "nonce_invalid", "nonce_used", "target_changed", "not_dead"],
    operates: true,
  },
  askForAct: {
    method: "post",
    path: "/action_requests",
    summary: "Ask for an act",
    description:
      "Stored exactly as it would run, and shown. Nothing runs before its person has proved it in a browser, at `approveUrl`.",
    scopes: ["operate"],
    body: askBody,
    status: 201,
    answer: actionRequest,
    refusals: ["unknown_operation", "not_allowed", "idempotency_key_in_use", "idempotency_key_reused"],
    operates: true,
    once: true,
  },
  getActionRequest: {
    method: "get",
    path: "/action_requests/{id}",
    summary: "How far a request is",
    description:
      "With `wait`, once it may run or is over. The nonce is told to the token that asked, while it may run.",
    scopes: ["operate", "read"],
    query: waitQuery,
    status: 200,
    answer: actionRequest,
    refusals: ["request_not_found"],
  },
  confirmAct: {
    method: "post",
    path: "/action_requests/{id}/confirm",
    summary: "Run a request, once",
    description: "Every gate is passed again. What goes on afterwards is followed at the request's own address.",
    scopes: ["operate"],
    body: confirmBody,
    status: 202,
    answer: confirmed,
    refusals: ["nonce_invalid", "nonce_used", "nonce_foreign", "approval_missing", "target_changed", "request_expired"],
    operates: true,
  },
  getJob: {
    method: "get",
    path: "/jobs/{id}",
    summary: "How far a replay is",
    description: "Counts only, as a whole and for each relying party. A job carries the id of its request.",
    scopes: ["read", "operate"],
    status: 200,
    answer: job,
    refusals: ["replay_not_found"],
  },
  pauseJob: {
    method: "post",
    path: "/jobs/{id}/pause",
    summary: "Pause a replay",
    description: "No further part of it begins. To resume it, ask for `replay.resume`: that has to be proved.",
    scopes: ["operate"],
    body: emptyBody,
    status: 202,
    answer: jobState,
    refusals: ["replay_not_found", "replay_over"],
    operates: true,
  },
  cancelJob: {
    method: "post",
    path: "/jobs/{id}/cancel",
    summary: "Cancel a replay",
    description: "No further part of it begins, and what is left stays dead, as it was.",
    scopes: ["operate"],
    body: emptyBody,
    status: 202,
    answer: jobState,
    refusals: ["replay_not_found", "replay_over"],
    operates: true,
  },
  reportSignal: {
    method: "post",
    path: "/signals",
    summary: "Report what no probe can sense, or take it back",
    description:
      "`source` and `reference` name it: a report that is repeated is the same signal, so it needs no `Idempotency-Key`.",
    scopes: ["signal"],
    body: signalBody,
    status: 202,
    answer: signalAnswer,
    refusals: ["signal_not_raised", "too_many_signals"],
    operates: true,
  },
  getCheckpoint: {
    method: "get",
    path: "/record/checkpoint",
    summary: "The newest signed checkpoint of the record",
    description: "Kept elsewhere, it shows later whether the record was cut off: `npm run record:verify`.",
    scopes: ["read"],
    status: 200,
    answer: checkpoint,
    refusals: ["checkpoint_not_found"],
  },
  getBypassDocument: {
    method: "get",
    path: "/bypass/{app}",
    summary: "What an app may do without Clerk now, signed",
    description:
      "Open up to one rung of the ladder, or closed: that is signed, too. Good for a minute; asked for again every few seconds.",
    scopes: ["bypass"],
    status: 200,
    answer: bypassAnswer,
    refusals: [],
  },
  reportBypassUses: {
    method: "post",
    path: "/bypass/{app}/uses",
    summary: "Tell which requests an app let through without Clerk",
    description:
      "Up to a hundred in one call, for a day after it was opened. Each has an id of the app's own: told twice, it is kept once.",
    scopes: ["bypass"],
    body: bypassUsesBody,
    status: 202,
    answer: bypassHeard,
    refusals: ["app_bypass_not_found"],
    operates: true,
  },
  getDescription: {
    method: "get",
    path: "/openapi.json",
    summary: "This description",
    description: "OpenAPI 3.1, generated from the shapes by which the calls are judged.",
    scopes: ["read", "operate", "signal"],
    status: 200,
    answer: description,
    refusals: [],
  },
} as const satisfies Record<string, Endpoint>;

export type EndpointName = keyof typeof endpoints;

/** What a route may answer: the shape's own values, also where they come as readonly lists. */
export type Told<Value> = Value extends readonly (infer Each)[]
  ? readonly Told<Each>[]
  : Value extends object
    ? { readonly [Name in keyof Value]: Told<Value[Name]> }
    : Value;
