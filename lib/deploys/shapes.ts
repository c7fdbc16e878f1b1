import { z } from "zod";
import { appId } from "@/lib/apps/shapes";
import type { HostedDeploy } from "@/lib/connectors/render/deploys";
import type { HostedEvent, HostedInstance } from "@/lib/connectors/render/hosted-services";
import type { LogPage } from "@/lib/connectors/render/logs";
import type { Refusal } from "@/lib/core/errors";
import { isStorable } from "@/lib/core/text";
import type { ProbeStatus } from "@/lib/triage/shapes";

/** Every state of a deploy that the host has a word for. @source Render API: deploy statuses */
export const deployStatuses = [
  "created",
  "queued",
  "build_in_progress",
  "pre_deploy_in_progress",
  "update_in_progress",
  "live",
  "deactivated",
  "build_failed",
  "pre_deploy_failed",
  "update_failed",
  "canceled",
] as const;
export type DeployStatus = (typeof deployStatuses)[number];

/** Why there is a deploy. @source Render API: deploy triggers */
export const deployTriggers = [
  "api",
  "blueprint_sync",
  "deploy_hook",
  "deployed_by_render",
  "manual",
  "other",
  "new_commit",
  "rollback",
  "service_resumed",
  "service_updated",
] as const;
export type DeployTrigger = (typeof deployTriggers)[number];

/** @source Render API: deploy ids */
export const deployId = z.string().regex(/^dep-[a-z0-9]{1,40}$/);

/** Name of an environment variable. */
export const envKeyName = z.string().regex(/^[A-Z][A-Z0-9_]{0,63}$/);

/** A hash over a value and 256 random bits: the request holds it, the value stays with its person. */
export const valueCommitment = z.string().regex(/^[A-Za-z0-9_-]{43}$/);

/** The value itself and what opens the commitment. It comes with the confirmation, goes to the host, and is kept nowhere. */
export const confidedValue = z.strictObject({
  value: z.string().min(1).max(10_000).refine(isStorable),
  opening: z.string().regex(/^[A-Za-z0-9_-]{43}$/),
});
export type ConfidedValue = z.infer<typeof confidedValue>;

/** What a change at the host is over with. */
export const followAims = ["deploy", "converged", "replaced", "suspended", "running", "canceled"] as const;
export type FollowAim = (typeof followAims)[number];

/**
 * Where it is. `asked`: the call went out, and nothing is known · `accepted`: the host took it · `lost`: watched for an hour without an
 * end · `unknown`: the host uses a word that we don't know.
 */
export const followStates = [
  ...deployStatuses,
  "asked",
  "accepted",
  "refused",
  "converging",
  "converged",
  "restarting",
  "replaced",
  "suspending",
  "suspended",
  "resuming",
  "running",
  "not_converged",
  "lost",
  "unknown",
] as const;
export type FollowState = (typeof followStates)[number];

/** What was seen of it. `renewed` of so many `instances` run what was asked for. */
export const followSeen = z.strictObject({
  state: z.enum(followStates),
  deployId: deployId.nullable(),
  instances: z.int().nonnegative().nullable(),
  renewed: z.int().nonnegative().nullable(),
});
export type FollowSeen = z.infer<typeof followSeen>;

/** A followed change as pages show it. Instants are ISO texts. */
export type FollowLine = FollowSeen & {
  requestId: string;
  operation: string;
  aim: FollowAim;
  startedAt: string;
  finalAt: string | null;
};

/** A part of the page that came, or why it did not. Each fails by itself. */
export type Part<T> = { ok: true; value: T } | { ok: false; refusal: Refusal };

/** What there is to say of a deploy beside the host's words. */
export type DeployLine = HostedDeploy & {
  isLive: boolean;
  isLastGreen: boolean;
  isSuspected: boolean;
  isUnderWay: boolean;
};

/** Something went wrong shortly after a deploy went live. Instants are ISO texts. */
export type Suspicion = {
  app: string;
  deploy: string;
  deployedAt: string | null;
  lastGreen: string | null;
  /** The probe that fails since. */
  probe: string;
  detail: string | null;
  failingSince: string;
  /** Whether it may be rolled back without a second person: our own probes say sev1. */
  alone: boolean;
};

/** Auto-deploy that this console switched off. */
export type Pause = { app: string; requestId: string; pausedAt: string };

/** One of the services, by the worker's last look: nothing is asked of the host for it. */
export type ServiceLine = {
  app: string;
  name: string;
  status: ProbeStatus;
  detail: string | null;
  deploy: string | null;
  deployedAt: string | null;
  lastGreen: string | null;
};

/** What the host says of one service as a whole. */
export type ServiceNow = {
  suspenders: string[];
  suspended: boolean;
  autoDeploy: boolean | null;
  maintenance: boolean | null;
};

/** What the page of deploys keeps fresh. */
export type DeploysView = {
  now: string;
  services: ServiceLine[];
  suspicions: Suspicion[];
  pauses: Pause[];
  /** The app that is looked at; null where none runs at the host. */
  app: string | null;
  service: Part<ServiceNow>;
  deploys: Part<DeployLine[]>;
  follows: FollowLine[];
};

/** What the page asks of the host once: it changes with deploys alone. */
export type ServiceDetail = {
  instances: Part<HostedInstance[]>;
  events: Part<HostedEvent[]>;
  envKeys: Part<{ keys: string[]; complete: boolean }>;
};

/** Which lines are asked for. */
export const logQuestion = z.strictObject({
  app: appId,
  from: z.iso.datetime(),
  to: z.iso.datetime(),
  text: z.string().max(200).refine(isStorable).default(""),
  level: z.enum(["", "debug", "info", "warn", "warning", "error"]).default(""),
});
export type LogQuestion = z.infer<typeof logQuestion>;

export type LogLine = LogPage["lines"][number];

/** Lines of logs, newest first, and where older ones are asked for. */
export type LogsView = Part<LogPage>;
