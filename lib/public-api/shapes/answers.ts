import { z } from "zod";
import { type RefusalCode, refusalStatus } from "@/lib/core/errors";
import { causes } from "@/lib/deliveries/shapes";
import { sources } from "@/lib/incidents/rules/report";
import { detections, entryKinds, entryValues } from "@/lib/incidents/shapes";
import { checkpointShape } from "@/lib/record/shapes";
import { rowStates } from "@/lib/replays/rules/row-states";
import { heldReasons, lanePhases, replayStates } from "@/lib/replays/shapes";
import { requestStates } from "@/lib/requests/shapes";
import { signalStates } from "@/lib/signals/shapes";
import { categories, contradictionKinds, probeStatuses, severities } from "@/lib/triage/shapes";

/** What the public API answers, as one set of shapes: its description is generated from them, and every answer is judged by that. */

const instant = z.string().meta({ description: "An instant, ISO 8601 in UTC." });
const category = z.enum(categories).meta({ title: "Category" });
const severity = z
  .enum(severities)
  .meta({ title: "Severity", description: "`sev1`: now; `sev2`: within an hour; `sev3`: within a day." });
const cause = z.enum(causes).meta({ title: "Cause" });
const requestState = z.enum(requestStates).meta({ title: "RequestState" });
const jobPhase = z.enum(replayStates).meta({ title: "JobPhase" });
const phrase = z
  .strictObject({
    key: z.string(),
    values: z.record(z.string(), z.union([z.string(), z.number()])).optional(),
  })
  .meta({ title: "Phrase" });

export const problem = z
  .strictObject({
    type: z.literal("about:blank"),
    title: z.string(),
    status: z.int(),
    code: z
      .enum(Object.keys(refusalStatus) as [RefusalCode, ...RefusalCode[]])
      .meta({ description: "Stable, and never renamed." }),
    ref: z.string().meta({ description: "Ties the answer to the console's log and record." }),
    fields: z.array(z.string()).optional().meta({ description: "The names of what was wrong; never a value." }),
  })
  .meta({ title: "Problem", description: "RFC 9457. No value of anybody's is in it." });

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
  .meta({ title: "Triage" });

const incidentCard = z
  .strictObject({
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
  })
  .meta({ title: "IncidentCard" });
const entry = z
  .strictObject({
    id: z.string(),
    kind: z.enum(entryKinds),
    happenedAt: instant,
    recordedAt: instant,
    text: z.string().nullable(),
    values: entryValues,
    author: z.string().nullable(),
  })
  .meta({ title: "TimelineEntry" });

const listOf = <Line extends z.ZodType>(line: Line) =>
  z.strictObject({
    data: z.array(line),
    nextCursor: z.string().nullable().meta({ description: "Of the next page; null where there is none." }),
  });

export const incidentList = listOf(incidentCard).meta({ title: "Incidents" });
export const incidentAnswer = incidentCard.extend({ timeline: z.array(entry) }).meta({ title: "Incident" });

const source = z.enum(sources).meta({
  title: "Source",
  description: "`measured`: by our probes or our own record; `stated`: by a person; `inferred`: from two of these.",
});
/** A value with its source, or neither. */
const told = <Value extends z.ZodType>(value: Value) =>
  z.union([z.strictObject({ value, source }), z.strictObject({ value: z.null(), source: z.null() })]);
export const incidentReport = z
  .strictObject({
    incident: z.string(),
    title: z.string(),
    state: z.literal("draft").meta({ description: "Nobody has reviewed or filed it." }),
    date: told(instant),
    durationSeconds: told(z.int()),
    severity: told(severity),
    category: told(category),
    timeline: z.array(
      z.strictObject({
        at: instant,
        source,
        author: z.string().nullable(),
        kind: z.enum(entryKinds),
        text: z.string().nullable(),
        values: entryValues,
      }),
    ),
    rootCause: told(z.string()),
    suspectedDeploy: told(z.string()),
    impact: z.strictObject({
      usersAffected: told(z.int()),
      authDowntimeSeconds: told(z.int()),
      dataLoss: told(z.string()),
    }),
    actionItems: z.array(z.string()),
  })
  .meta({ title: "IncidentReport" });
export const incidentReportText = z.string().meta({ title: "IncidentReportText", description: "Markdown." });

const outboxRow = z
  .strictObject({
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
    cause: cause.nullable(),
  })
  .meta({ title: "OutboxRow" });
export const outboxList = listOf(outboxRow).meta({ title: "WebhookOutbox" });
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
        causes: z.array(z.strictObject({ cause: cause, dead_count: z.int(), at_least: z.boolean() })).nullable(),
      }),
    ),
  })
  .meta({ title: "WebhookOutboxSummary" });

export const actionRequest = z
  .strictObject({
    id: z.uuid(),
    operation: z.string(),
    state: requestState,
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
  .meta({ title: "ActionRequest" });

export const confirmed = z
  .strictObject({ id: z.uuid(), state: requestState })
  .meta({ title: "Confirmed", description: "How it stands right after; what goes on is followed at its own address." });

export const signalAnswer = z
  .strictObject({ id: z.uuid(), state: z.enum(signalStates) })
  .meta({ title: "SignalState" });

const count = z.int().nonnegative();
const tally = z.record(z.enum(rowStates), count).meta({ title: "Tally" });

export const job = z
  .strictObject({
    requestId: z.uuid(),
    state: jobPhase,
    rate: z.int().meta({ description: "Deliveries a second for each relying party, as it is set now." }),
    approvedRate: z.int(),
    trouble: z.string().nullable(),
    startedBy: z.string(),
    startedAt: instant,
    finishedAt: instant.nullable(),
    total: count,
    done: count,
    skipped: count,
    failed: count,
    remaining: count,
    ratePerSecond: z.number().meta({ description: "First attempts that ended within the last 30 seconds, a second." }),
    eta: z.strictObject({ fromSeconds: z.number(), toSeconds: z.number().nullable() }).nullable(),
    tally,
    lanes: z.array(
      z.strictObject({
        relyingParty: z.strictObject({ id: z.string(), name: z.string() }),
        phase: z.enum(lanePhases),
        heldReason: z.enum(heldReasons).nullable(),
        tally,
      }),
    ),
  })
  .meta({ title: "Job", description: "A replay, known by the id of its request." });

export const jobState = z.strictObject({ id: z.uuid(), state: jobPhase }).meta({ title: "JobState" });

export const checkpoint = checkpointShape.meta({
  title: "Checkpoint",
  description: "Signed with Ed25519: so many rows, and so they ended.",
});

export const bypassAnswer = z
  .strictObject({
    jws: z.string().meta({
      description:
        "JWS in compact form, EdDSA, `typ` `sallyport-bypass`. What it says counts only once its signature holds.",
    }),
  })
  .meta({ title: "SignedBypassDocument" });

export const bypassHeard = z
  .strictObject({ kept: count.meta({ description: "How many of them are new." }) })
  .meta({ title: "BypassUsesHeard" });

export const description = z
  .looseObject({ openapi: z.string(), paths: z.record(z.string(), z.unknown()) })
  .meta({ title: "Description", description: "An OpenAPI 3.1 document: this one." });
