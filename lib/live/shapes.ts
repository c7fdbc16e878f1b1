import type { LiveAppBypass } from "@/lib/app-bypass/shapes";
import type { ReadinessFault } from "@/lib/bypass/rules/readiness";
import type { LiveGrant } from "@/lib/bypass/shapes";
import type { Attempt, DeliveryState, Follow } from "@/lib/deliveries/shapes";
import type { Incident, OpenIncident } from "@/lib/incidents/shapes";
import type { Channel, ChannelHealth, ChannelTest, DeadNotice, NoticeLine } from "@/lib/notices/shapes";
import type { RequestCard } from "@/lib/requests/shapes";
import type { RevocationView, SessionLifetime } from "@/lib/sessions/shapes";
import type { RaisedSignal } from "@/lib/signals/shapes";
import type { FailureCause } from "@/lib/triage/rules/judge-deliveries";
import type { Named } from "@/lib/triage/rules/next-steps";
import type { Category, Mark, ProbeStatus, Severity, Triage } from "@/lib/triage/shapes";

/** Revocations of customers' sessions, those that go on first. */
export type SessionsView = { now: string; revocations: RevocationView[] };

/** What throws people out beside us, as far as it is measured. `apps`: those that are not well; `lifetime` is null where Clerk did not say. */
export type SessionChecks = {
  category: Category;
  clock: { status: ProbeStatus; skewMs: number };
  apps: { app: string; status: ProbeStatus }[];
  lifetime: SessionLifetime | null;
};

/** What the frame of every page keeps fresh. `dead` is null while the IdP's database can't be asked. */
export type ShellView = {
  now: string;
  /** Which build of the console says this. */
  build: string;
  /** Whether people can sign in: by our own probe of this second, and by what the worker saw of the rest of the way. */
  clerkAnswers: boolean;
  /** When it began to fail, by the worker's samples; null while they don't say so. An ISO text. */
  clerkFailingSince: string | null;
  dead: number | null;
  /** There are more than were counted. */
  deadAtLeast: boolean;
  openRequests: number;
  /** How many incidents are not over. */
  incidents: number;
  /** How many requests wait for this reader's decision. */
  approvals: number;
  /** How many reviews wait for this reader: to be written, or to be filed. */
  reviews: number;
  workerAlive: boolean;
  /** Whether enough people could come in if Clerk died now, and the way in was tried lately. */
  breakGlassArmed: boolean;
  /** Notices that wait for this person's eyes. */
  unread: number;
  /** Who is in by break-glass now: everybody sees it, on every page. */
  grants: LiveGrant[];
  /** Which apps take people in without Clerk now: everybody sees it, on every page. */
  appBypasses: LiveAppBypass[];
  /** Whether this reader may end the opening of somebody else, or of an app. */
  mayEndGrants: boolean;
  /** Channels by which notices do not get out, and how many did not. */
  channels: { down: Channel[]; unsent: number };
  verdict: VerdictLine;
};

/** The verdict in one line. `observedAt` null: nobody ever looked. */
export type VerdictLine = { category: Category; severity: Severity; since: string | null; observedAt: string | null };

/** How one relying party takes what it is sent: within the last two minutes, and what waits dead. */
export type ReceiverLine = Named & {
  on: boolean;
  dead: number;
  /** There are more than were counted. */
  atLeast: boolean;
  delivered: number;
  failed: number;
  cause: FailureCause | null;
};

/** What the triage page keeps fresh. Instants are ISO texts. */
export type TriageView = {
  now: string;
  triage: Triage;
  /** Of each probe the worst status of each of the last sixty minutes, oldest first; null where there is no sample. */
  tapes: Readonly<Record<string, readonly (ProbeStatus | null)[]>>;
  apps: Named[];
  /** What others report, newest first. */
  signals: RaisedSignal[];
  /** The newest that is not over. */
  incident: OpenIncident | null;
  /** Null while the IdP's database can't be asked. */
  receivers: ReceiverLine[] | null;
  ready: {
    breakGlassArmed: boolean;
    lastDrillAt: string | null;
    workerAlive: boolean;
    checkpoint: { size: number; at: string } | null;
  };
};

/** What an incident's page keeps fresh. */
export type IncidentView = { now: string; incident: Incident; apps: Named[] };

/** What the page of the channels keeps fresh. */
export type ChannelsView = { now: string; channels: ChannelHealth[]; dead: DeadNotice[]; tests: ChannelTest[] };

/** What the bell shows when it is opened, newest first. */
export type NoticesView = { now: string; unread: number; lines: NoticeLine[] };

/** What a delivery's page keeps fresh. */
export type DeliveryView = { state: DeliveryState; follow: Follow | null; attempts: Attempt[] };

/** What the approvals page keeps fresh. `now` is the server's clock: both deadlines are told by it. */
export type ApprovalsView = { now: string; waiting: RequestCard[] };

/**
 * What the page of emergency access keeps fresh, and a stranger may know: nobody's name, no counts, no dates of drills. Instants are ISO
 * texts; null is "nobody knows".
 */
export type DoorView = {
  now: string;
  clerk: { state: "answering" | "failing" | "unknown"; since: string | null; workerSilent: boolean };
  /** Whether CLERK_EMERGENCY_BYPASS is set. It lets nobody in. */
  flag: boolean;
  /** Whether the probes or the flag hold the door open for whoever has a factor. */
  held: boolean;
  armed: boolean | null;
  missing: ReadinessFault[];
  /** Whether an opening could be recorded. */
  writable: boolean | null;
};

export const chartRanges = ["1h", "3h", "24h"] as const;
export type ChartRange = (typeof chartRanges)[number];

/** Steps of equal length, oldest first. Null: nobody looked, or what they saw had no such figure. */
export type ChartSeries = readonly { at: string; value: number | null; bad: boolean }[];

/** What the triage page draws. `latency` in milliseconds, `errors` as a share, `died` as deliveries within two minutes. */
export type ChartView = {
  now: string;
  range: ChartRange;
  series: { latency: ChartSeries; errors: ChartSeries; died: ChartSeries };
  /** The 95th percentile that the host tells, or the mean of our own looks where it tells none. */
  latencyBy: "host" | "probe";
  marks: Mark[];
};
