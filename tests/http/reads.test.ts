import { readdirSync } from "node:fs";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { readPolicy } from "@/lib/access/policy";
import { type Role, roles } from "@/lib/access/roles";
import { liveViews } from "@/lib/live/queries/views";
import { act } from "../support/actions";
import { calm } from "../support/calm";
import { cookiesFor, cookiesOf, playedBy } from "../support/cast";
import { healthyAgain, type KnownDelivery, listDead, switchedOff } from "../support/dead-letters";
import { endedReplay, forgetReplay } from "../support/ended-replay";
import { type Answer, ask, asPage, asPoll, asRouter } from "../support/http";
import { openIncident } from "../support/incidents";
import { forgetRotations, keptRotation } from "../support/keys";
import { untilLookedAt } from "../support/looked-at";
import { postedNotice, waitingNotice } from "../support/notices";
import { recordLength } from "../support/record-tail";
import { answers, forgetReviews, owedReview } from "../support/reviews";
import { forgetRevocations, stuckRevocation } from "../support/revocations";
import { consoleRows } from "../support/rows";
import { anApp, keptApp, keptContact } from "../support/settings";
import { stateOfThings } from "../support/state";
import { forgetTasks, stuckJob } from "../support/tasks";

type Read = keyof typeof readPolicy | "one's own";
type Page = { route: string; at: string; shows: Read; mark: string };

let dead: KnownDelivery;
let [requestId, reviewId, revocationId, contactId] = ["", "", "", ""];
const [noticeMark, deadNoticeMark] = [crypto.randomUUID(), crypto.randomUUID()];
let app = anApp();
const incident = { title: `Only for readers ${crypto.randomUUID()}`, number: 0 };
/** An address of the contact that is kept for this test. */
const [contactMark, clerkVariable] = ["support@host.example", `"envKeys":["CLERK_`];
let task = { requestId: "" };
const [kid, known] = ["whk-gaon-energy-1", { reason: "Only those who may read this see it." }];

beforeAll(async () => {
  await calm();
  await untilLookedAt("render/support-desk");
  [dead] = (await listDead(healthyAgain.id, 1)) as [KnownDelivery];
  const cookies = await cookiesFor(playedBy.responder);
  const asked = await act("request", [{ operation: "delivery.retry", input: { id: dead.id }, reason: known.reason }], {
    cookies,
  });
  await postedNotice(consoleRows, { roles: [...roles], code: noticeMark });
  await waitingNotice(consoleRows, { channel: "webhook", state: "dead", code: deadNoticeMark, roles: [] });
  reviewId = await owedReview(consoleRows, { email: playedBy.responder, written: true });
  app = await keptApp(consoleRows);
  contactId = await keptContact(consoleRows);
  task = await stuckJob(consoleRows);
  revocationId = await stuckRevocation(consoleRows, playedBy.admin);
  incident.number = await openIncident(consoleRows, { title: incident.title });
  requestId = asked.ok ? String(asked.value.id) : "";
  await endedReplay(requestId);
  await keptRotation(consoleRows, requestId, { ring: switchedOff.id, oldKid: kid });
});

afterAll(async () => {
  for (const forget of [forgetReviews, forgetTasks, forgetRevocations, forgetRotations]) await forget(consoleRows);
  await forgetReplay(requestId);
  await consoleRows("DELETE FROM incidents WHERE number = $1", [incident.number]);
  await consoleRows("DELETE FROM apps WHERE id = $1", [app.id]);
  await consoleRows("DELETE FROM contacts WHERE id = $1", [contactId]);
});

/** Every page of the console, what it shows, and something that is only there for people who may see it. */
const pages: (() => Page)[] = [
  () => ({ route: "/", at: "/", shows: "triage", mark: "" }),
  () => ({ route: "/triage", at: "/triage", shows: "triage", mark: "render/support-desk" }),
  () => ({ route: "/deliveries", at: "/deliveries", shows: "delivery counts", mark: "Baram Pay" }),
  () => ({
    route: "/deliveries",
    at: `/deliveries?q=${dead.id}`,
    shows: "delivery rows",
    mark: `"id":"${dead.id}"`,
  }),
  () => ({
    route: "/deliveries/[id]",
    at: `/deliveries/${dead.id}`,
    shows: "delivery rows",
    mark: dead.idempotencyKey,
  }),
  () => ({ route: "/approvals", at: "/approvals?part=reviews", shows: "reviews", mark: reviewId }),
  () => ({
    route: "/approvals/reviews/[id]",
    at: `/approvals/reviews/${reviewId}`,
    shows: "reviews",
    mark: answers.whatHappened,
  }),
  () => ({ route: "/incidents", at: "/incidents", shows: "incidents", mark: incident.title }),
  () => ({
    route: "/incidents/[number]",
    at: `/incidents/${incident.number}`,
    shows: "incidents",
    mark: incident.title,
  }),
  () => ({ route: "/deploys", at: "/deploys?app=support-desk", shows: "deploys", mark: "srv-1j9l2r6lr5v648ozxofs" }),
  () => ({ route: "/keys", at: "/keys", shows: "keys", mark: kid }),
  () => ({ route: "/keys/[kid]", at: `/keys/${kid}`, shows: "keys", mark: "EdDSA" }),
  () => ({ route: "/keys/rotation/[id]", at: `/keys/rotation/${requestId}`, shows: "keys", mark: kid }),
  () => ({ route: "/keys/secret/[fingerprint]", at: "/keys/secret/00000000", shows: "keys", mark: clerkVariable }),
  () => ({ route: "/operations", at: "/operations", shows: "operations", mark: known.reason }),
  () => ({ route: "/operations/[id]", at: `/operations/${requestId}`, shows: "operations", mark: known.reason }),
  () => ({ route: "/bypass", at: "/bypass", shows: "break-glass", mark: "Ari Levin" }),
  () => ({ route: "/settings/break-glass", at: "/settings/break-glass", shows: "break-glass", mark: "Ari Levin" }),
  () => ({ route: "/settings/channels", at: "/settings/channels", shows: "notice channels", mark: deadNoticeMark }),
  () => ({ route: "/notices", at: "/notices", shows: "one's own", mark: noticeMark }),
  () => ({ route: "/record", at: "/record", shows: "record", mark: "record:verify" }),
  () => ({ route: "/settings", at: "/settings", shows: "one's own", mark: "Pacific/Chatham" }),
  () => ({ route: "/settings/passkeys", at: "/settings/passkeys", shows: "one's own", mark: "0 of at most 10" }),
  () => ({ route: "/settings/tokens", at: "/settings/tokens", shows: "one's own", mark: '"tokens":[' }),
  () => ({ route: "/settings/api", at: "/settings/api", shows: "one's own", mark: "#askForAct" }),
  () => ({ route: "/settings/people", at: "/settings/people", shows: "people", mark: "jae@ops.example" }),
  () => ({
    route: "/settings/relying-parties",
    at: "/settings/relying-parties",
    shows: "settings",
    mark: "Podo Games",
  }),
  () => ({ route: "/settings/apps", at: "/settings/apps", shows: "settings", mark: app.id }),
  () => ({ route: "/settings/apps/new", at: "/settings/apps/new", shows: "settings", mark: "" }),
  () => ({ route: "/settings/apps/[id]", at: `/settings/apps/${app.id}`, shows: "settings", mark: app.healthUrl }),
  () => ({ route: "/settings/contacts", at: "/settings/contacts", shows: "settings", mark: contactMark }),
  () => ({ route: "/settings/contacts/new", at: "/settings/contacts/new", shows: "settings", mark: "" }),
  () => ({
    route: "/settings/contacts/[id]",
    at: `/settings/contacts/${contactId}`,
    shows: "settings",
    mark: contactMark,
  }),
  () => ({ route: "/sessions", at: "/sessions", shows: "sessions", mark: revocationId }),
  () => ({ route: "/people", at: "/people?q=customer-051%40", shows: "customers", mark: `"/people/51"` }),
  () => ({ route: "/people/[id]", at: "/people/41", shows: "customers", mark: `"/people/42"` }),
  () => ({
    route: "/relying-parties/[id]",
    at: "/relying-parties/12",
    shows: "delivery counts",
    mark: "oncall@eb.example",
  }),
];

const live: Record<string, () => { at: string; shows: Read }> = {
  shell: () => ({ at: "/api/live/shell", shows: "delivery counts" }),
  delivery: () => ({ at: `/api/live/delivery?id=${dead.id}`, shows: "delivery rows" }),
  deploys: () => ({ at: "/api/live/deploys?app=support-desk", shows: "deploys" }),
  logs: () => ({
    at: "/api/live/logs?app=support-desk&from=2026-11-28T10:00:00.000Z&to=2026-11-28T10:05:00.000Z",
    shows: "deploy logs",
  }),
  keys: () => ({ at: "/api/live/keys", shows: "keys" }),
  key: () => ({ at: `/api/live/key?kid=${kid}`, shows: "keys" }),
  "key-rotation": () => ({ at: `/api/live/key-rotation?id=${requestId}`, shows: "keys" }),
  "clerk-key": () => ({ at: "/api/live/clerk-key?fingerprint=0a1b2c3d", shows: "keys" }),
  tasks: () => ({ at: "/api/live/tasks?user=51", shows: "deploys" }),
  "job-log": () => ({ at: `/api/live/job-log?request=${task.requestId}`, shows: "deploy logs" }),
  approvals: () => ({ at: "/api/live/approvals", shows: "operations" }),
  reviews: () => ({ at: "/api/live/reviews", shows: "reviews" }),
  review: () => ({ at: `/api/live/review?id=${reviewId}`, shows: "reviews" }),
  channels: () => ({ at: "/api/live/channels", shows: "notice channels" }),
  notices: () => ({ at: "/api/live/notices", shows: "one's own" }),
  passkeys: () => ({ at: "/api/live/passkeys", shows: "one's own" }),
  request: () => ({ at: `/api/live/request?id=${requestId}`, shows: "operations" }),
  revocation: () => ({ at: `/api/live/revocation?id=${revocationId}`, shows: "sessions" }),
  sessions: () => ({ at: "/api/live/sessions", shows: "sessions" }),
  replay: () => ({ at: `/api/live/replay?id=${requestId}`, shows: "operations" }),
  "replay-rows": () => ({ at: `/api/live/replay-rows?id=${requestId}`, shows: "delivery rows" }),
  incident: () => ({ at: `/api/live/incident?number=${incident.number}`, shows: "incidents" }),
  triage: () => ({ at: "/api/live/triage", shows: "triage" }),
  "triage-chart": () => ({ at: "/api/live/triage-chart?range=1h", shows: "triage" }),
};
const programs: typeof live = {
  "v1 triage": () => ({ at: "/api/v1/triage", shows: "triage" }),
  "v1 summary": () => ({ at: "/api/v1/admin/webhook_outbox/summary", shows: "delivery counts" }),
  "v1 incidents": () => ({ at: "/api/v1/incidents?state=open", shows: "incidents" }),
  "v1 webhook outbox": () => ({ at: "/api/v1/admin/webhook_outbox?limit=1", shows: "delivery rows" }),
  "v1 action request": () => ({ at: `/api/v1/action_requests/${requestId}`, shows: "operations" }),
  "v1 report": () => ({ at: `/api/v1/incidents/${incident.number}/report.json`, shows: "incidents" }),
  "v1 report as text": () => ({ at: `/api/v1/incidents/${incident.number}/report.md`, shows: "incidents" }),
  "v1 incident": () => ({ at: `/api/v1/incidents/${incident.number}`, shows: "incidents" }),
};

const may = (role: Role, read: Read): boolean => read === "one's own" || readPolicy[read][role];

const get = (at: string, headers: Record<string, string>, cookies: string | undefined): Promise<Answer> =>
  ask({ path: at, headers, ...(cookies ? { cookies } : {}) });

/** Whether a page says something, as HTML or as data inside its scripts. */
const says = (text: string, mark: string): boolean => text.replaceAll('\\"', '"').includes(mark);

/** Next wants the parameter that makes a cache tell such an answer from the page itself. */
const fetched = (at: string): string => `${at}${at.includes("?") ? "&" : "?"}_rsc`;

const refusedModes = ["N", "X", "F", "F1", "M"] as const;
const liveCodes: Record<(typeof refusedModes)[number], [number, string]> = {
  N: [401, "not_signed_in"],
  X: [401, "not_signed_in"],
  F: [401, "not_signed_in"],
  F1: [403, "no_second_factor"],
  M: [403, "wrong_organisation"],
};

/** Where a document is sent that may not be read: to the sign-in page or, when a token only ran out, once round to Clerk. */
const wayIn = /^\/(sign-in\?next=|__clerk\/v1\/client\/handshake\?)/;

describe.each(pages.map((page, place) => ({ page, place })))("page $place", ({ page }) => {
  test.for(roles.flatMap((role) => (["S", "U"] as const).map((mode) => ({ role, mode }))))(
    "$role, coming as $mode, sees what the policy lets them",
    async ({ role, mode }) => {
      const { at, shows, mark } = page();
      const cookies = await cookiesOf(role, mode);
      for (const answer of [await get(at, asPage, cookies), await get(fetched(at), asRouter, cookies)]) {
        expect(answer.status).toBeLessThan(400);
        if (mark) expect(says(answer.text, mark)).toBe(may(role, shows));
      }
    },
  );

  test.for(roles.flatMap((role) => refusedModes.map((mode) => ({ role, mode }))))(
    "$role, coming as $mode, is sent to the way in and sees nothing",
    async ({ role, mode }) => {
      const { at, mark } = page();
      const cookies = await cookiesOf(role, mode);
      const answer = await get(at, asPage, cookies);
      expect(answer.status).toBe(307);
      expect(answer.headers.location).toMatch(wayIn);
      const payload = await get(fetched(at), asRouter, cookies);
      expect(payload.text).toMatch(/NEXT_REDIRECT;replace;\/sign-in\?next=/);
      for (const { text } of [answer, payload]) if (mark) expect(says(text, mark)).toBe(false);
    },
  );

  test("HEAD says what GET says and OPTIONS says nothing, both without a body", async () => {
    const { at } = page();
    for (const mode of ["N", "U"] as const) {
      const cookies = await cookiesOf("responder", mode);
      const [head, options] = await Promise.all(
        ["HEAD", "OPTIONS"].map((method) =>
          ask({ method, path: at, headers: asPage, ...(cookies ? { cookies } : {}) }),
        ),
      );
      expect(head?.status).toBe((await get(at, asPage, cookies)).status);
      expect(options?.status).toBeLessThan(500);
      expect([head?.text, options?.text]).toEqual(["", ""]);
    }
  });
});

describe.each(Object.entries({ ...live, ...programs }))("read %s", (_name, view) => {
  test.for(roles.flatMap((role) => (["S", "U"] as const).map((mode) => ({ role, mode }))))(
    "$role, coming as $mode",
    async ({ role, mode }) => {
      const { at, shows } = view();
      const answer = await get(at, asPoll, await cookiesOf(role, mode));
      expect(answer.status).toBe(may(role, shows) ? 200 : 403);
      if (answer.status === 403)
        expect(answer.json()).toMatchObject({ code: "not_allowed", ref: answer.headers["x-request-id"] });
    },
  );

  test.for(refusedModes.map((mode) => ({ mode })))("anybody coming as $mode is told why not", async ({ mode }) => {
    const [status, code] = liveCodes[mode];
    const answer = await get(view().at, asPoll, await cookiesOf("admin", mode));
    expect([answer.status, answer.headers["content-type"]]).toEqual([status, "application/problem+json"]);
    expect(answer.json()).toMatchObject({ code, ref: answer.headers["x-request-id"] });
  });

  test("other methods change nothing and show nothing", async () => {
    const cookies = await cookiesOf("admin", "U");
    const [before, since] = [await stateOfThings([dead.id]), await recordLength()];
    for (const method of ["POST", "PUT", "PATCH", "DELETE"]) {
      const own = { origin: new URL(process.env.PUBLIC_ORIGIN ?? "").origin, "sec-fetch-site": "same-origin" };
      const answer = await ask({ method, path: view().at, cookies, headers: own });
      expect([method, answer.status]).toEqual([method, 405]);
      // The public API says it as it says everything else; what is read there is in neither.
      const said = view().at.startsWith("/api/v1/") ? answer.json().code : answer.text;
      expect([method, said]).toEqual([method, view().at.startsWith("/api/v1/") ? "method_not_allowed" : ""]);
    }
    expect([await stateOfThings([dead.id]), await recordLength()]).toEqual([before, since]);
  });
});

describe("nothing has a door that is not judged here", () => {
  const root = path.resolve(import.meta.dirname, "../..");
  const routes = (name: string): string[] =>
    readdirSync(path.join(root, "app"), { recursive: true, encoding: "utf8" })
      .filter((file) => path.basename(file) === name)
      .map((file) => `/${path.dirname(file).replaceAll(/\([^)]*\)\/?/g, "")}`.replace(/\/\.?$/, "") || "/")
      .toSorted();

  test("pages", () => {
    const judged = new Set(pages.map((page) => page().route));
    expect(routes("page.tsx")).toEqual([...judged, "/break-glass", "/sign-in/[[...step]]"].toSorted());
  });

  test("live views", () => {
    expect(Object.keys(live).toSorted()).toEqual(Object.keys(liveViews).toSorted());
  });
});
