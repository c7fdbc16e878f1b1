import { z } from "zod";
import { causes } from "@/lib/deliveries/shapes";
import { detections, entryKinds, entryValues } from "@/lib/incidents/shapes";
import { requestStates } from "@/lib/requests/shapes";
import { signalReport, signalStates } from "@/lib/signals/shapes";
import { categories, contradictionKinds, probeStatuses, severities } from "@/lib/triage/shapes";

/** What the public API takes and answers, as one set of shapes: its description is generated from them, and its tests judge by that. */

const instant = z.string().meta({ description: "An instant, ISO 8601 in UTC." });
const category = z.enum(categories);
const severity = z.enum(severities);
const phrase = z.strictObject({
  key: z.string(),
  values: z.record(z.string(), z.union([z.string(), z.number()])).optional(),
});

export const problem = z
  .strictObject({
    type: z.literal("about:blank"),
    title: z.string(),
    status: z.int(),
    code: z.string().meta({ description: "Stable. What it means in words: the console's messages, `refusals`." }),
    ref: z.string().meta({ description: "Ties the answer to the console's log and record." }),
    fields: z.array(z.string()).optional(),
  })
  .meta({ id: "Problem", description: "RFC 9457. No value of anybody's is in it." });

export const triageAnswer = z
  .strictObject({
    observedAt: instant.nullable(),
    category,
    severity,
    confidence: z.enum(["high", "medium", "low"]),
    since: instant.nullable(),
    for: z.array(z.string()),
    against: z.array(z.string()),
    evidence: z.array(
      z.strictObject({
        probe: z.string(),
        status: z.enum(probeStatuses),
        latencyMs: z.number().nullable(),
        observedAt: instant.nullable(),
        detail: z.string().nullable(),
        value: z.record(z.string(), z.unknown()).nullable(),
      }),
    ),
    also: z.array(z.strictObject({ category, severity, since: instant })),
    override: z
      .strictObject({
        category,
        severity,
        reason: z.string(),
        by: z.string(),
        at: instant,
        until: instant,
        measured: z.strictObject({ category, severity }),
      })
      .nullable(),
    contradictions: z.array(
      z.strictObject({ kind: z.enum(contradictionKinds), probe: z.string(), minutes: z.number().nullable() }),
    ),
    suspectedDeploy: z.string().nullable(),
    suspectedDeploys: z.array(z.strictObject({ deploy: z.string(), probe: z.string(), since: instant, severity })),
    recommended: z.array(z.string()).meta({ description: "Names of operations." }),
  })
  .meta({ id: "Triage" });

const incidentCard = z.strictObject({
  number: z.int(),
  title: z.string(),
  category,
  severity,
  declaredAt: instant,
  declaredBy: z.string(),
  state: z.enum(["open", "resolved"]),
  detectedBy: z.enum(detections),
  beganAt: instant.nullable(),
  suspectedDeploy: z.string().nullable(),
  resolvedAt: instant.nullable(),
  resolvedBy: z.string().nullable(),
});
const entry = z.strictObject({
  id: z.string(),
  kind: z.enum(entryKinds),
  happenedAt: instant,
  recordedAt: instant,
  text: z.string().nullable(),
  values: entryValues,
  author: z.string().nullable(),
});

const listOf = <Line extends z.ZodType>(line: Line) =>
  z.strictObject({
    data: z.array(line),
    nextCursor: z.string().nullable().meta({ description: "Of the next page; null where there is none." }),
  });

export const incidentList = listOf(incidentCard).meta({ id: "Incidents" });
export const incidentAnswer = incidentCard.extend({ timeline: z.array(entry) }).meta({ id: "Incident" });

const outboxRow = z.strictObject({
  id: z.string(),
  oauth_application_id: z.string(),
  event_type: z.string(),
  subject: z.string().nullable(),
  attempts: z.int(),
  last_status: z.int().nullable(),
  last_error: z.string().nullable(),
  enqueued_at: instant,
  dlq_at: instant.nullable(),
  delivered_at: instant.nullable(),
  cause: z.enum(causes).nullable(),
});
export const outboxList = listOf(outboxRow).meta({ id: "WebhookOutbox" });
export const outboxSummary = z
  .strictObject({
    data: z.array(
      z.strictObject({
        oauth_application_id: z.string(),
        name: z.string(),
        dead_count: z.int(),
        at_least: z.boolean(),
        discarded_count: z.int(),
        oldest_dlq_at: instant.nullable(),
        causes: z
          .array(z.strictObject({ cause: z.enum(causes), dead_count: z.int(), at_least: z.boolean() }))
          .nullable(),
      }),
    ),
  })
  .meta({ id: "WebhookOutboxSummary" });

export const actionRequest = z
  .strictObject({
    id: z.uuid(),
    operation: z.string(),
    state: z.enum(requestStates),
    digest: z.string(),
    approveUrl: z.url().meta({ description: "Where its person proves it, and where others decide." }),
    preview: z
      .strictObject({
        subject: z.string(),
        blast: z.strictObject({
          deliveries: z.number(),
          relyingParties: z.number(),
          people: z.number(),
          requests: z.number(),
        }),
        lines: z.array(phrase),
        warnings: z.array(phrase),
        reversible: z.boolean(),
      })
      .nullable(),
    reason: z.string(),
    incident: z.string().nullable(),
    outcome: z.unknown(),
    failureCode: z.string().nullable(),
    supersededBy: z.string().nullable(),
    createdAt: instant,
    approveBy: instant.nullable(),
    executeBy: instant,
    startedAt: instant.nullable(),
    finishedAt: instant.nullable(),
    action_request_nonce: z.string().optional().meta({ description: "While it may run, to who asked; good once." }),
  })
  .meta({ id: "ActionRequest" });

/** Its input, reason and incident are judged by the pipeline, which names what is wrong. */
export const askBody = z
  .strictObject({
    operation: z.string().max(80),
    input: z.unknown(),
    reason: z.string().max(2_000),
    incident: z.string().max(40).nullish(),
  })
  .meta({ id: "Ask" });
export const confirmBody = z.strictObject({ action_request_nonce: z.string().max(200) }).meta({ id: "Confirmation" });
export const retryBody = z
  .strictObject({ action_request_nonce: z.string().max(200).optional() })
  .meta({ id: "RetryConfirmation" });
export const confirmed = z
  .strictObject({ id: z.string(), state: z.enum(requestStates) })
  .meta({ id: "Confirmed", description: "How it stands right after; what goes on is followed at its own address." });
export const signalBody = signalReport.extend({ state: z.enum(signalStates) }).meta({ id: "Signal" });
export const signalAnswer = z.strictObject({ id: z.string(), state: z.enum(signalStates) }).meta({ id: "SignalState" });

/** Seconds, as an address says them: no proxy of ours gives up before. */
export const waitQuery = z.strictObject({ wait: z.coerce.number().int().min(0).max(30).default(0) });
export const incidentQuery = z.strictObject({
  state: z.enum(["all", "open", "resolved"]).default("all"),
  cursor: z.string().optional(),
});
