import { z } from "zod";
import { isStorable } from "@/lib/core/text";

/**
 * What can be looked at. Public: they stand in the API. Of `app` and `render` there is one for each app: `app/storefront`. A silent
 * worker looks at nothing: `worker` is judged when somebody asks. `signal` is told by others, one for each kind that stands.
 */
export const probeKinds = [
  "console_clerk",
  "clerk_api",
  "clerk_frontend",
  "clerk_status_page",
  "idp_up",
  "idp_token",
  "idp_jwks",
  "idp_database",
  "outbox",
  "relying_parties",
  "user_sync",
  "identity_links",
  "app",
  "render",
  "clock",
  "console_database",
  "worker",
  "signal",
] as const;
export type ProbeKind = (typeof probeKinds)[number];
export type ProbeName = ProbeKind | `app/${string}` | `render/${string}` | `signal/${string}`;

const names = new RegExp(`^(${probeKinds.join("|")})(/[a-z][a-z0-9-]{0,39})?$`);
const probeName = z.custom<ProbeName>((value) => typeof value === "string" && names.test(value));

export const kindOf = (probe: string): ProbeKind | undefined =>
  probeKinds.find((kind) => probe === kind || probe.startsWith(`${kind}/`));

/** `unknown` is never as good as `ok`: nobody could look, or nobody did. */
export const probeStatuses = ["ok", "degraded", "down", "unknown"] as const;
export type ProbeStatus = (typeof probeStatuses)[number];

/** As many words as one figure may be made of. */
export const mostWords = 50;
const word = z.string().max(80).refine(isStorable);
const measured = z.union([z.number(), z.boolean(), z.null(), word, z.array(word).max(mostWords)]);
export type Measured = Readonly<Record<string, z.infer<typeof measured>>>;

/** What one look saw. */
export const reading = z.strictObject({
  probe: probeName,
  status: z.enum(probeStatuses),
  latencyMs: z.number().int().nonnegative().nullable(),
  /** A code of ours, such as `handshake_timed_out`; null where there is nothing to say. */
  detail: z
    .string()
    .regex(/^[a-z0-9_]{1,60}$/)
    .nullable(),
  /** Counts, ages, ids and codes; never words of the other side. */
  value: z.record(z.string().max(40), measured).nullable(),
});
export type Reading = z.infer<typeof reading>;

/** Probes that are looked at together; each lane has one worker at a time. */
export const probeLanes = ["console_clerk", "neighbours", "render"] as const;
export type ProbeLane = (typeof probeLanes)[number];

/** What a probe saw in one stretch of time. */
export type SeriesPoint = {
  /** When the stretch begins: an ISO text. */
  at: string;
  /** Null: nobody looked, which is a gap and no state. */
  worst: ProbeStatus | null;
  samples: number;
  /** The mean of what took a time. */
  latencyMs: number | null;
  /** Means of the numbers that were measured, by name. */
  values: Readonly<Record<string, number>>;
};

/** Whether people can sign in to this console: what its own samples say, by database time. */
export type ConsoleClerk = {
  state: "answering" | "failing" | "unknown";
  /** When the present state began; null when nobody ever looked. */
  since: Date | null;
  forSeconds: number;
  lastSampleAt: Date | null;
  /** The code of the newest sample, as long as it is fresh. */
  detail: string | null;
  /** Nobody has looked for so long that nothing can be said. */
  workerSilent: boolean;
};

/** What is wrong. Public: it stands in the API. @source the runbooks' triage tables */
export const categories = [
  "healthy",
  "identity_provider_down",
  "clerk_outage",
  "key_compromise",
  "middleware_failure",
  "session_issues",
  "webhook_backlog",
  "bad_deploy",
  "config_error",
  "jwks_kid",
  "relying_party_down",
  "identity_merge",
  "one_person",
  "unknown",
] as const;
export type Category = (typeof categories)[number];

/** sev1: now · sev2: within an hour · sev3: within a day. The worst stands first. @source IdP incident playbook, severities */
export const severities = ["sev1", "sev2", "sev3", "none"] as const;
export type Severity = (typeof severities)[number];

/** Why somebody knows better than the probes. */
export const overrideReason = z.string().trim().min(10).max(500).refine(isStorable);

/** A person's verdict, which holds in place of the probes' until it is cleared or over. */
export type Override = {
  category: Category;
  severity: Severity;
  reason: string;
  /** The person's name. */
  by: string;
  at: string;
  until: string;
  /** What the probes say meanwhile. */
  measured: { category: Category; severity: Severity };
};

/**
 * Where two who should agree do not. Public: they stand in the API.
 * `page_green_while_failing`: Clerk's page is green, and our probe has failed for so many minutes · `page_posted_late`: they posted so
 * many minutes after our probe's first bad look · `page_trouble_while_fine`: their page has told of trouble for so many minutes, and
 * our probes are fine · `measured_graver`: what the probes see, for so many minutes now, is worse than what a person holds against it.
 */
export const contradictionKinds = [
  "page_green_while_failing",
  "page_posted_late",
  "page_trouble_while_fine",
  "measured_graver",
] as const;
export type Contradiction = { kind: (typeof contradictionKinds)[number]; probe: string; minutes: number | null };

export type Confidence = "high" | "medium" | "low";

/** What `GET /api/v1/triage` answers. Instants are ISO texts by the database's clock. */
export type Triage = {
  /** When somebody looked last; null: nobody ever did. */
  observedAt: string | null;
  category: Category;
  severity: Severity;
  confidence: Confidence;
  /** The first look that saw it. */
  since: string | null;
  /** Probes that say so, and probes that speak against it; of what can't be said, those that are missing. */
  for: readonly string[];
  against: readonly string[];
  evidence: readonly {
    probe: string;
    status: ProbeStatus;
    latencyMs: number | null;
    observedAt: string | null;
    detail: string | null;
    value: Measured | null;
  }[];
  /** What else is wrong, the gravest first. */
  also: readonly { category: Category; severity: Severity; since: string }[];
  /** While it holds, `category` and `severity` above are this person's. */
  override: Override | null;
  contradictions: readonly Contradiction[];
  /** The host's id of the deploy after which it began: the first of those that are suspected. */
  suspectedDeploy: string | null;
  /**
   * Each app's own. `probe` fails since then; `severity` is what our probes make of that, whatever a person says, and `none` where it
   * fails for another reason.
   */
  suspectedDeploys: readonly { deploy: string; probe: string; since: string; severity: Severity }[];
  /** Names of operations. */
  recommended: readonly string[];
};

/** Something that happened, to be seen beside what was measured. `label`: the app, the person, "INC-42". */
export type Mark = { at: string; kind: "deploy" | "grant" | "incident"; label: string };
