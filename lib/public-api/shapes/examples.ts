import type { EndpointName } from "./endpoints";

const request = "0193f5a2-7c1e-7d3a-9b62-5a1c4e8f7d10";
const opening = "7b0b5f3e-2d0c-4a8e-9f53-5c1c0f6f4d21";
const [delivery, nonce] = ["88213402", "kT3vX9…"];
const [earlier, later] = ["2026-11-29T02:10:04.000Z", "2026-11-29T02:12:31.000Z"];

const actionRequest = {
  id: request,
  operation: "delivery.retry",
  state: "draft",
  digest: "5f0b7c1f2a9d4e6b8c3a1d7e9f2b4c6d8e0f1a3b5c7d9e1f3a5b7c9d1e3f5a7b",
  approveUrl: `https://console.example.com/operations/${request}`,
  preview: {
    subject: `${delivery} to EB`,
    blast: { deliveries: 1, relyingParties: 1, people: 0, requests: 1 },
    lines: [],
    warnings: [],
    reversible: false,
  },
  reason: "EB confirmed that they are up again.",
  incident: null,
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

const unknown = { value: null, source: null };

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

export type Example = { query?: Readonly<Record<string, string>>; body?: unknown; answer: unknown };

/** What of an example is another thing for each reader: what their shell has of it. */
export const toFillIn: Readonly<Record<string, string>> = {
  [delivery]: "$delivery",
  [nonce]: "$nonce",
  [opening]: "$opening",
  [earlier]: "$(date -u +%FT%TZ)",
};

/** One answer of each call, and one body of each that takes one, as they are shown. Their shapes are judged by a test. */
export const examples: Record<EndpointName, Example> = {
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
  listIncidents: { query: { state: "open" }, answer: { data: [incident], nextCursor: null } },
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
  getIncidentReport: {
    answer: {
      incident: "INC-42",
      title: incident.title,
      state: "draft",
      date: { value: earlier, source: "measured" },
      durationSeconds: { value: 147, source: "inferred" },
      severity: { value: "sev3", source: "stated" },
      category: { value: "relying_party_down", source: "stated" },
      timeline: [
        {
          at: earlier,
          source: "measured",
          author: null,
          kind: "began",
          text: null,
          values: { probes: ["relying_parties"], suspectedDeploy: null },
        },
      ],
      rootCause: unknown,
      suspectedDeploy: unknown,
      impact: { usersAffected: unknown, authDowntimeSeconds: unknown, dataLoss: unknown },
      actionItems: [],
    },
  },
  getIncidentReportText: {
    query: { language: "ko" },
    answer: [
      "## 인시던트 보고서 INC-42: EB answers 503",
      "",
      "**일시:** 2026-11-29 02:10 UTC (측정)",
      "**지속 시간:** 0시간 2분 (추론)",
    ].join("\n"),
  },
  listWebhookOutbox: {
    query: { status: "dead", limit: "5" },
    answer: {
      data: [
        {
          id: delivery,
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
    body: { action_request_nonce: nonce },
    answer: { id: request, state: "succeeded" },
  },
  askForAct: {
    body: {
      operation: "delivery.retry",
      input: { id: delivery },
      reason: "EB confirmed that they are up again.",
    },
    answer: actionRequest,
  },
  getActionRequest: {
    query: { wait: "30" },
    answer: { ...actionRequest, state: "ready", action_request_nonce: nonce },
  },
  confirmAct: { body: { action_request_nonce: nonce }, answer: { id: request, state: "succeeded" } },
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
  getBypassDocument: { answer: { jws: "eyJhbGciOiJFZERTQSIs…" } },
  reportBypassUses: {
    body: {
      opening,
      uses: [{ id: request, at: earlier, method: "GET", route: "/orders", subject: null, requestId: null }],
      unreported: 0,
    },
    answer: { kept: 1 },
  },
  getDescription: { answer: { openapi: "3.1.0", paths: {} } },
};
