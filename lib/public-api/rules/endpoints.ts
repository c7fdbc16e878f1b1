import type { z } from "zod";
import type { TokenScope } from "@/lib/access/policy";
import type { RefusalCode } from "@/lib/core/errors";
import { outboxQuery } from "@/lib/deliveries/shapes";
import {
  actionRequest,
  askBody,
  confirmBody,
  confirmed,
  incidentAnswer,
  incidentList,
  incidentQuery,
  outboxList,
  outboxSummary,
  retryBody,
  signalAnswer,
  signalBody,
  triageAnswer,
  waitQuery,
} from "../shapes";

/** One call of the public API: where, with a token of which scopes, what it takes, what it answers, and what may refuse it. */
export type Endpoint = {
  method: "get" | "post";
  /** Under `/api/v1`, with parameters in braces. */
  path: string;
  name: string;
  summary: string;
  scopes: readonly TokenScope[];
  query?: z.ZodObject;
  body?: z.ZodObject;
  status: 200 | 201 | 202;
  answer: z.ZodType;
  /** Besides those that may refuse every call. */
  refusals: readonly RefusalCode[];
};

/** Every call of the public API. A route that is not here is red in the tests, and so is one that answers otherwise. */
export const endpoints: readonly Endpoint[] = [
  {
    method: "get",
    path: "/triage",
    name: "getTriage",
    summary: "What is wrong, how badly, and by which evidence: what the worker saw last.",
    scopes: ["read"],
    status: 200,
    answer: triageAnswer,
    refusals: [],
  },
  {
    method: "get",
    path: "/incidents",
    name: "listIncidents",
    summary: "Incidents, what is open first.",
    scopes: ["read"],
    query: incidentQuery,
    status: 200,
    answer: incidentList,
    refusals: ["invalid_input"],
  },
  {
    method: "get",
    path: "/incidents/{number}",
    name: "getIncident",
    summary: "One incident with its timeline.",
    scopes: ["read"],
    status: 200,
    answer: incidentAnswer,
    refusals: ["incident_not_found"],
  },
  {
    method: "get",
    path: "/admin/webhook_outbox",
    name: "listWebhookOutbox",
    summary: "Deliveries in one state, newest first, without payloads. `q` is the page's search language.",
    scopes: ["read"],
    query: outboxQuery,
    status: 200,
    answer: outboxList,
    refusals: ["invalid_input", "not_allowed", "identity_database_unreachable"],
  },
  {
    method: "get",
    path: "/admin/webhook_outbox/summary",
    name: "summariseWebhookOutbox",
    summary: "Dead deliveries by relying party, most first, and what was set aside of them.",
    scopes: ["read"],
    status: 200,
    answer: outboxSummary,
    refusals: ["identity_database_unreachable"],
  },
  {
    method: "post",
    path: "/admin/webhook_outbox/{id}/retry",
    name: "retryDelivery",
    summary: "Retries one dead delivery by the nonce of a request that its person proved.",
    scopes: ["operate"],
    body: retryBody,
    status: 202,
    answer: confirmed,
    refusals: ["insufficient_user_authentication", "nonce_invalid", "nonce_used", "target_changed", "not_dead"],
  },
  {
    method: "post",
    path: "/action_requests",
    name: "askForAct",
    summary: "Asks for an act. Nothing runs before its person has proved it in a browser.",
    scopes: ["operate"],
    body: askBody,
    status: 201,
    answer: actionRequest,
    refusals: ["invalid_input", "unknown_operation", "not_allowed", "token_scope"],
  },
  {
    method: "get",
    path: "/action_requests/{id}",
    name: "getActionRequest",
    summary: "How far a request is; with `wait`, once it may run or is over.",
    scopes: ["read", "operate"],
    query: waitQuery,
    status: 200,
    answer: actionRequest,
    refusals: ["invalid_input", "request_not_found"],
  },
  {
    method: "post",
    path: "/action_requests/{id}/confirm",
    name: "confirmAct",
    summary: "Runs a request, once.",
    scopes: ["operate"],
    body: confirmBody,
    status: 202,
    answer: confirmed,
    refusals: ["nonce_invalid", "nonce_used", "nonce_foreign", "approval_missing", "target_changed", "request_expired"],
  },
  {
    method: "post",
    path: "/signals",
    name: "reportSignal",
    summary: "Reports what no probe can sense, or takes it back.",
    scopes: ["signal"],
    body: signalBody,
    status: 202,
    answer: signalAnswer,
    refusals: ["invalid_input"],
  },
];
