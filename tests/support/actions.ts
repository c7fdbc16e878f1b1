import { readFileSync } from "node:fs";
import path from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { type Answer, type Ask, ask } from "./http";
import { world } from "./world";

type Entry = { exportedName?: string; filename?: string; workers?: Record<string, unknown> };
type Manifest = { node: Record<string, Entry> };

const manifest = path.resolve(import.meta.dirname, "../../.next/server/server-reference-manifest.json");

/** Every server action of the build: the id by which a browser calls it, its name, the file that holds it, a page that has it. */
export function listActions(): { id: string; name: string; file: string; page: string }[] {
  const { node } = JSON.parse(readFileSync(manifest, "utf8")) as Manifest;
  return Object.entries(node).map(([id, { exportedName = "", filename = "", workers = {} }]) => ({
    id,
    name: exportedName,
    file: filename,
    page: pageOf(Object.keys(workers).map(pathOf)),
  }));
}

/** The delivery's page where it has the action: most acts of the tests are asked for there. */
const pageOf = (pages: string[]): string => (pages.includes("/deliveries/1") ? "/deliveries/1" : (pages[0] ?? "/"));

/** "app/(console)/deliveries/[id]/page" as a browser's address. */
const pathOf = (worker: string): string =>
  worker
    .replace(/^app/, "")
    .replaceAll(/\/\([^)]*\)|\/\[\[[^\]]*\]\]|\/page$/g, "")
    .replaceAll(/\[[^\]]*\]/g, "1") || "/";

/** The id of one of our own actions. */
export const actionId = (name: string): string => ownAction(name).id;

function ownAction(name: string): ReturnType<typeof listActions>[number] {
  const found = listActions().find((action) => action.file === "app/actions.ts" && action.name === name);
  if (!found) throw new Error(`The build has no action ${name}.`);
  return found;
}

export type Result =
  | { ok: true; value: Record<string, unknown> }
  | { ok: false; refusal: { code: string; facts?: object } };

/** An action as the browser's router posts it, to be bent by a test. */
export function actionAsk(body: string, cookies: string): Ask {
  const { origin } = new URL(world().consoleUrl);
  const from = { origin, "sec-fetch-site": "same-origin" };
  const headers = { ...from, "next-action": actionId("perform"), "content-type": "text/plain;charset=UTF-8" };
  return { method: "POST", path: "/deliveries/1", cookies, headers, body };
}

type Call = { cookies?: string | undefined; headers?: Record<string, string>; path?: string; port?: number };

/**
 * Calls a server action as the browser's router does: at a page that has it. Elsewhere Next would send the request on to such a page,
 * with headers that look hostile when they come in again.
 */
export function postAction(
  name: string,
  args: unknown[],
  { cookies, headers = {}, path: page, port }: Call = {},
): Promise<Answer> {
  const action = ownAction(name);
  return ask({
    method: "POST",
    path: page ?? action.page,
    ...(port ? { port } : {}),
    ...(cookies ? { cookies } : {}),
    headers: {
      accept: "text/x-component",
      "content-type": "text/plain;charset=UTF-8",
      "next-action": action.id,
      origin: world().consoleUrl,
      "sec-fetch-site": "same-origin",
      ...headers,
    },
    body: JSON.stringify(args),
  });
}

/**
 * Calls a server action and reads what it returned. Who is told to slow down waits as long as that, as a program should: a fast machine
 * plays one person faster than any hand.
 */
export async function act(name: string, args: unknown[], call: Call = {}): Promise<Result> {
  const result = await actAtOnce(name, args, call);
  const facts = result.ok || result.refusal.code !== "rate_limited" ? null : result.refusal.facts;
  if (!facts || !("retryAfterSeconds" in facts)) return result;
  await pause(Number(facts.retryAfterSeconds) * 1_000);
  return actAtOnce(name, args, call);
}

async function actAtOnce(name: string, args: unknown[], call: Call): Promise<Result> {
  const answer = await postAction(name, args, call);
  const returned = /^1:(.*)$/m.exec(answer.text)?.[1];
  if (answer.status !== 200 || !returned)
    throw new Error(`${name} answered ${answer.status}: ${answer.text.slice(0, 500)}`);
  return JSON.parse(returned) as Result;
}
