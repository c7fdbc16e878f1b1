import type { EndpointName } from "./endpoints";

const request = "0193f5a2-7c1e-7d3a-9b62-5a1c4e8f7d10";
const [earlier, later] = ["2026-11-29T02:10:04.000Z", "2026-11-29T02:12:31.000Z"];

const actionRequest = {
  id: request,
  operation: "delivery.retry",
  state: "draft",
  digest: "5f0b7c1f2a9d4e6b8c3a1d7e9f2b4c6d8e0f1a3b5c7d9e1f3a5b7c9d1e3f5a7b",
  approveUrl: `https://console.example.com/operations/${request}`,
  preview: {
    subject: "88213402 to EB",
    blast: { deliveries: 1, relyingParties: 1, people: 0, requests: 1 },
    lines: [],
    warnings: [],
    reversible: false,
  },
  reason: "EB confirmed that they are up again.",
  incident: "INC-42",
  outcome: null,
  failureCode: null,
  supersededBy: null,
  createdAt: earlier,
  approveBy: null,
  executeBy: later,
  startedAt: null,
  finishedAt: null,
};

const incident = {
  number: 42,
  title: "EB answers 503",
  category: "relying_party_down",
  severity: "sev3",
  declaredAt: earlier,
  declaredBy: "Mina",
  state: "open",
  detectedBy: "probe",
  beganAt: earlier,
  suspectedDeploy: null,
  resolvedAt: null,
  resolvedBy: null,
};

const tally = {
  remaining: 60,
  claimed: 0,
  queued: 0,
  delivered: 40,
  failed_again: 0,
  skipped_changed: 0,
  skipped_superseded: 0,
  skipped_refused: 0,
};

/** One answer of each call, and one body of each that takes one, as they are shown. Their shapes are judged by a test. */
export const examples: Record<EndpointName, { body?: unknown; answer: unknown }> = {
  getTriage: {
    answer: {
      observedAt: later,
      category: "relying_party_down",
      severity: "sev3",
      confidence: "high",
      since: earlier,
      for: ["relying_parties"],
      against: [],
      evidence: [
        {
          probe: "relying_parties",
          status: "degraded",
          latencyMs: 41,
          observedAt: later,
          detail: "one_failing",
          value: { failing: 1 },
        },
      ],
      also: [],
      override: null,
      contradictions: [],
      suspectedDeploy: null,
      suspectedDeploys: [],
      recommended: ["delivery.retry"],
    },
  },
  listIncidents: { answer: { data: [incident], nextCursor: null } },
  getIncident: {
    answer: {
      ...incident,
      timeline: [
        {
          id: "0193f5a2-7c1e-7d3a-9b62-000000000001",
          kind: "note",
          happenedAt: earlier,
          recordedAt: earlier,
          text: "EB's on-call is told.",
          values: {},
          author: "Mina",
        },
      ],
    },
  },
  listWebhookOutbox: {
    answer: {
      data: [
        {
          id: "88213402",
          oauth_application_id: "7",
          event_type: "user.updated",
          subject: "41",
          attempts: 5,
          last_status: 503,
          last_error: "service unavailable",
          enqueued_at: earlier,
          dlq_at: later,
          delivered_at: null,
          cause: "relying_party_5xx",
        },
      ],
      nextCursor: null,
    },
  },
  summariseWebhookOutbox: {
    answer: {
      data: [
        {
          oauth_application_id: "7",
          name: "EB",
          dead_count: 214,
          at_least: false,
          discarded_count: 3,
          oldest_dlq_at: earlier,
          causes: [{ cause: "relying_party_5xx", dead_count: 214, at_least: false }],
        },
      ],
    },
  },
  retryDelivery: {
    body: { action_request_nonce: "kT3vX9…" },
    answer: { id: request, state: "succeeded" },
  },
  askForAct: {
    body: {
      operation: "delivery.retry",
      input: { id: "88213402" },
      reason: "EB confirmed that they are up again.",
      incident: "INC-42",
    },
    answer: actionRequest,
  },
  getActionRequest: { answer: { ...actionRequest, state: "ready", action_request_nonce: "kT3vX9…" } },
  confirmAct: { body: { action_request_nonce: "kT3vX9…" }, answer: { id: request, state: "succeeded" } },
  getJob: {
    answer: {
      requestId: request,
      state: "running",
      rate: 20,
      approvedRate: 20,
      trouble: null,
      startedBy: "Mina",
      startedAt: earlier,
      finishedAt: null,
      total: 100,
      done: 40,
      skipped: 0,
      failed: 0,
      remaining: 60,
      ratePerSecond: 19.5,
      eta: { fromSeconds: 3, toSeconds: 12 },
      tally,
      lanes: [{ relyingParty: { id: "7", name: "EB" }, phase: "ramp", heldReason: null, tally }],
    },
  },
  pauseJob: { body: {}, answer: { id: request, state: "paused" } },
  cancelJob: { body: {}, answer: { id: request, state: "canceling" } },
  reportSignal: {
    body: {
      kind: "leaked_key",
      source: "secret-scanner",
      reference: "finding-1841",
      subject: "whk-eb-3",
      note: "Found in a public paste.",
      observedAt: earlier,
      state: "raised",
    },
    answer: { id: request, state: "raised" },
  },
  getCheckpoint: {
    answer: {
      origin: "sallyport record v1",
      size: 4_211,
      head: "9f3c1b7a",
      at: later,
      signature: "MEUCIQDk…",
    },
  },
  getDescription: { answer: { openapi: "3.1.0", paths: {} } },
};
