import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { Socket } from "node:net";
import { setTimeout as delay } from "node:timers/promises";
import { bodyOf, sendAnswer, sendThenReset } from "./answer";
import { type Answer, type Exchange, MalformedBody, OversizedBody, readExchange } from "./exchange";
import type { Verdict } from "./faults";
import type { Kernel } from "./kernel";
import { type Listener, listen } from "./listen";
import { sendNonsense } from "./nonsense";
import { createRouter, type Match, type Route } from "./routing";

export type { Answer, Exchange } from "./exchange";
export type { Route } from "./routing";

/** One outside system on its own port. */
export type Neighbour = {
  name: string;
  routes: Route[];
  /** Of JSON answers; `application/json` when absent. */
  contentType?: string;
  /** More fault names that a request falls under; the last one also names it in the journal. */
  faultName?(exchange: Exchange): string[];
  notFound?(exchange: Exchange): Answer;
  /** This neighbour's error shape, for faults, unreadable bodies and bugs. */
  failure?(status: number, exchange: Exchange | undefined): Answer;
  /** False for an API that never says `Retry-After`. */
  saysRetryAfter?: boolean;
  /** The verb that is meant, where an API hides it in the query. */
  methodOf?(exchange: Exchange): string;
};

/** Starts a neighbour on loopback, under the kernel's faults and journal. Port 0 takes a free one. */
export async function serve(neighbour: Neighbour, port: number, kernel: Kernel): Promise<Listener> {
  const { faults } = kernel;
  faults.declare(neighbour.name);
  const hung = new Map<Socket, string[]>();
  const findRoute = createRouter(neighbour.routes);

  const server = createServer((request, response) => {
    handle(request, response).catch((error: unknown) => {
      // An aborted request has nobody left to answer.
      if (request.destroyed && !request.complete) return;
      answerBrokenly(neighbour, response, error);
    });
  });
  server.on("connection", (socket) => {
    if (faults.get(neighbour.name)?.outage) socket.resetAndDestroy();
  });
  const unsubscribe = faults.onChange((name) => {
    for (const [socket, names] of hung) if (names.includes(name)) socket.destroy();
    if (name === neighbour.name && faults.get(name)?.outage) server.closeAllConnections();
  });

  async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const exchange = await readExchange(request);
    const match = findRoute(neighbour.methodOf?.(exchange) ?? exchange.method, exchange.path);
    if (match) exchange.params = match.params;
    const names = [neighbour.name, ...(neighbour.faultName?.(exchange) ?? [])];
    const name = names.at(-1) ?? neighbour.name;
    const verdict = faults.judge(names);
    if (verdict.fate === "outage") return void request.socket.resetAndDestroy();
    if (verdict.latencyMs > 0) await delay(verdict.latencyMs);
    if (verdict.fate === "hang") {
      kernel.journal.record(name, exchange, null);
      hung.set(request.socket, names);
      request.socket.once("close", () => hung.delete(request.socket));
      return;
    }
    const answer = await decide(neighbour, exchange, match, verdict);
    const isLost = verdict.fate === "lost";
    kernel.journal.record(name, exchange, isLost ? null : answer.status);
    if (isLost) {
      answer.stream?.destroy();
      return void request.socket.resetAndDestroy();
    }
    await deliver(neighbour, response, answer, verdict);
  }

  const listener = await listen(server, port, neighbour.name);
  return {
    port: listener.port,
    close() {
      unsubscribe();
      return listener.close();
    },
  };
}

async function decide(
  neighbour: Neighbour,
  exchange: Exchange,
  match: Match | undefined,
  verdict: Verdict,
): Promise<Answer> {
  if (verdict.fate === "status") {
    const answer = failureOf(neighbour, verdict.status, exchange);
    const seconds = verdict.retryAfterSeconds;
    return seconds === undefined || neighbour.saysRetryAfter === false
      ? answer
      : { ...answer, headers: { ...answer.headers, "retry-after": String(seconds) } };
  }
  if (!match) return neighbour.notFound?.(exchange) ?? failureOf(neighbour, 404, exchange);
  try {
    return await match.route.answer(exchange);
  } catch (error) {
    if (error instanceof MalformedBody) return failureOf(neighbour, 400, exchange);
    console.error(`sandbox: ${neighbour.name} ${exchange.method} ${exchange.path} failed`, error);
    return failureOf(neighbour, 500, exchange);
  }
}

async function deliver(
  neighbour: Neighbour,
  response: ServerResponse,
  answer: Answer,
  verdict: Verdict,
): Promise<void> {
  const jsonType = neighbour.contentType ?? "application/json";
  if (verdict.fate === "reset") return sendThenReset(response, answer, jsonType);
  if (verdict.fate === "malformed")
    return sendNonsense(response, verdict.kind, { answer, body: bodyOf(answer), jsonType });
  await sendAnswer(response, answer, jsonType);
}

function answerBrokenly(neighbour: Neighbour, response: ServerResponse, error: unknown): void {
  if (response.headersSent) return void response.destroy();
  const status = error instanceof OversizedBody ? 413 : 500;
  if (status === 500) console.error(`sandbox: ${neighbour.name} could not answer`, error);
  const answer = failureOf(neighbour, status, undefined);
  response.shouldKeepAlive = false;
  void sendAnswer(response, answer, neighbour.contentType ?? "application/json");
}

function failureOf(neighbour: Neighbour, status: number, exchange: Exchange | undefined): Answer {
  return neighbour.failure?.(status, exchange) ?? { status, json: { error: `${neighbour.name} answers ${status}` } };
}
