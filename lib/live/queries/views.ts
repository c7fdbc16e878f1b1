import "server-only";
import type { HumanActor } from "@/lib/access/actor";
import { hasRole } from "@/lib/access/roles";
import { listLiveAppBypasses } from "@/lib/app-bypass/queries/list-ladder";
import { listLiveGrants } from "@/lib/bypass/queries/live-grants";
import { readiness as breakGlassReadiness } from "@/lib/bypass/queries/readiness";
import { clerkKeyView } from "@/lib/clerk-keys/queries/clerk-key-view";
import { seconds } from "@/lib/core/duration";
import { build } from "@/lib/core/env";
import { Refused } from "@/lib/core/errors";
import { identityUserId } from "@/lib/customers/shapes";
import { findDelivery } from "@/lib/deliveries/queries/find-delivery";
import { findFollow, listAttempts } from "@/lib/deliveries/queries/list-attempts";
import { listGroups } from "@/lib/deliveries/queries/list-groups";
import { deploysView } from "@/lib/deploys/queries/deploys-view";
import { logsView } from "@/lib/deploys/queries/logs-view";
import { countOpenIncidents } from "@/lib/incidents/queries/find-open";
import { keyView } from "@/lib/keys/queries/key-view";
import { keysView } from "@/lib/keys/queries/keys-view";
import { rotationView } from "@/lib/keys/queries/rotation";
import { findChannelTrouble, listChannelHealth } from "@/lib/notices/queries/channel-health";
import { listDeadNotices, listOwnTests } from "@/lib/notices/queries/list-dead";
import { countUnread, listNotices } from "@/lib/notices/queries/list-notices";
import { passkeyView } from "@/lib/passkeys/queries/list-passkeys";
import { replayRowsView, replayView } from "@/lib/replays/queries/views";
import { findRequest } from "@/lib/requests/queries/find-request";
import { countApprovalsFor, listApprovals } from "@/lib/requests/queries/list-approvals";
import { countOpenRequests } from "@/lib/requests/queries/list-requests";
import { findReview } from "@/lib/reviews/queries/find-review";
import { countReviewsFor, listOwedReviews } from "@/lib/reviews/queries/list-reviews";
import { revocationView } from "@/lib/sessions/queries/progress";
import { jobLogView } from "@/lib/tasks/queries/job-log";
import { tasksView } from "@/lib/tasks/queries/list-tasks";
import { consoleClerk } from "@/lib/triage/queries/console-clerk";
import { failsBeyondReach } from "@/lib/triage/rules/judge-sign-in";
import { readiness } from "@/lib/workers/queries/readiness";
import type { ApprovalsView, ChannelsView, DeliveryView, NoticesView, ShellView } from "../shapes";
import { chartView, rangeOf } from "./chart-view";
import { incidentView } from "./incident-view";
import { sessionsView } from "./sessions-view";
import { shared } from "./shared";
import { triageView, verdictLine } from "./triage-view";

/** @param clerkAnswers by our own probe, which access holds and a room does not */
type View = (actor: HumanActor, query: URLSearchParams, clerkAnswers: boolean) => Promise<unknown>;

/** @source fixed address: /api/live/{view} */
export const liveViews: Readonly<Record<string, View>> = {
  shell: (actor, _query, clerkAnswers) => shellView(actor, clerkAnswers),
  deploys: (actor, query) => deploysView(actor, query.get("app")),
  keys: shared(seconds(2), keysView),
  key: (actor, query) => keyView(actor, query.get("kid") ?? ""),
  "key-rotation": (actor, query) => rotationView(actor, query.get("id") ?? ""),
  "clerk-key": (actor, query) => clerkKeyView(actor, query.get("fingerprint") ?? ""),
  logs: (actor, query) => logsView(actor, Object.fromEntries(query)),
  tasks: (actor, query) => tasksView(actor, identityUserId.nullable().catch(null).parse(query.get("user"))),
  "job-log": (actor, query) => jobLogView(actor, query.get("request") ?? ""),
  delivery: (actor, query) => deliveryView(actor, query.get("id") ?? ""),
  approvals: (actor) => approvalsView(actor),
  channels: (actor) => channelsView(actor),
  notices: (actor) => noticesView(actor),
  reviews: (actor) => listOwedReviews(actor),
  review: async (actor, query) => (await findReview(actor, query.get("id") ?? "")) ?? gone("review_not_found"),
  passkeys: (actor) => passkeyView(actor),
  incident: (actor, query) => incidentView(actor, query.get("number") ?? ""),
  triage: (actor) => triageView(actor),
  "triage-chart": (actor, query) => chartView(actor, rangeOf(query.get("range"))),
  replay: (actor, query) => replayView(actor, query.get("id") ?? ""),
  revocation: (actor, query) => revocationView(actor, query.get("id") ?? ""),
  sessions: (actor) => sessionsView(actor),
  "replay-rows": (actor, query) => replayRowsView(actor, Object.fromEntries(query)),
  request: async (actor, query) => (await findRequest(actor, query.get("id") ?? "")) ?? gone("request_not_found"),
};

export async function shellView(actor: HumanActor, clerkAnswers: boolean): Promise<ShellView> {
  const [
    groups,
    openRequests,
    approvals,
    reviews,
    unread,
    channels,
    clerk,
    grants,
    appBypasses,
    breakGlass,
    { checks },
    verdict,
    incidents,
  ] = await Promise.all([
    listGroups(actor).catch((error: unknown) => (error instanceof Refused ? null : Promise.reject(error))),
    countOpenRequests(actor),
    countApprovalsFor(actor),
    countReviewsFor(actor),
    countUnread(actor),
    findChannelTrouble(actor),
    consoleClerk(),
    listLiveGrants(actor),
    listLiveAppBypasses(actor),
    breakGlassReadiness(),
    readiness(),
    verdictLine(actor),
    countOpenIncidents(actor),
  ]);
  const dead = groups ? groups.reduce((sum, group) => sum + group.dead, 0) : null;
  const deadAtLeast = groups?.some(({ atLeast }) => atLeast) ?? false;
  const workerAlive = checks.worker;
  const now = new Date().toISOString();
  const failing = clerk.state === "failing";
  const signIn = {
    clerkAnswers: clerkAnswers && !(failing && failsBeyondReach(clerk.detail)),
    clerkFailingSince: failing ? (clerk.since?.toISOString() ?? null) : null,
  };
  const mayEndGrants = hasRole(actor, ["responder", "admin"]);
  const waiting = { dead, deadAtLeast, openRequests, incidents, approvals, reviews, unread };
  return {
    now,
    build,
    ...signIn,
    ...waiting,
    grants,
    appBypasses,
    mayEndGrants,
    workerAlive,
    breakGlassArmed: breakGlass.armed,
    channels,
    verdict,
  };
}

export async function deliveryView(actor: HumanActor, id: string): Promise<DeliveryView> {
  const delivery = (await findDelivery(actor, id)) ?? gone("delivery_not_found");
  const [follow, attempts] = await Promise.all([findFollow(actor, id), listAttempts(actor, id)]);
  return { state: delivery.state, follow, attempts };
}

export async function approvalsView(actor: HumanActor): Promise<ApprovalsView> {
  return { now: new Date().toISOString(), waiting: await listApprovals(actor) };
}

/** As many as one request may send again. */
const deadShown = 200;

export async function channelsView(actor: HumanActor): Promise<ChannelsView> {
  const [channels, dead, tests] = await Promise.all([
    listChannelHealth(actor),
    listDeadNotices(actor, deadShown),
    listOwnTests(actor),
  ]);
  return { now: new Date().toISOString(), channels, dead, tests };
}

const bellShows = 12;

export async function noticesView(actor: HumanActor): Promise<NoticesView> {
  const [unread, { lines }] = await Promise.all([
    countUnread(actor),
    listNotices(actor, { before: null, limit: bellShows }),
  ]);
  return { now: new Date().toISOString(), unread, lines };
}

function gone(code: "request_not_found" | "delivery_not_found" | "review_not_found"): never {
  throw new Refused({ code });
}
