import { createServer, type ServerResponse } from "node:http";
import { sendAnswer } from "./answer";
import { controlRoutes } from "./control-routes";
import { type Answer, MalformedBody, OversizedBody, readExchange } from "./exchange";
import type { Kernel } from "./kernel";
import { type Listener, listen } from "./listen";
import { Refusal } from "./refusal";
import { createRouter, type Route } from "./routing";

/** What the control API asks of the world behind it. */
export type Controls = {
  describe(): Promise<unknown>;
  reset(): Promise<void>;
  setRoles(email: string, roles: string[]): Promise<unknown>;
  generateOutbox(order: { rows: number; dead: number }): Promise<unknown>;
  /** What neighbours add for their own insides. */
  routes?: Route[];
};

/** Starts the control API. It has a server of its own, so that no fault of a neighbour reaches it. */
export async function serveControl(kernel: Kernel, controls: Controls, port: number): Promise<Listener> {
  const findRoute = createRouter([...controlRoutes(kernel, controls), ...(controls.routes ?? [])]);
  const server = createServer((request, response) => {
    const answering = readExchange(request).then(async (exchange) => {
      const match = findRoute(exchange.method, exchange.path);
      if (!match) throw new Refusal(404, "not_found", `There is no ${exchange.method} ${exchange.path} here.`);
      exchange.params = match.params;
      return await match.route.answer(exchange);
    });
    answering.then(
      (answer) => write(response, answer),
      (error: unknown) => write(response, answerOf(error)),
    );
  });
  return listen(server, port, "the sandbox control");
}

function write(response: ServerResponse, answer: Answer): void {
  void sendAnswer(response, answer, "application/json; charset=utf-8");
}

function answerOf(error: unknown): Answer {
  if (error instanceof Refusal) return failure(error.status, error.code, error.message);
  if (error instanceof MalformedBody) return failure(400, "malformed_body", error.message);
  if (error instanceof OversizedBody) return failure(413, "oversized_body", error.message);
  console.error("sandbox: the control API failed", error);
  return failure(500, "failed", error instanceof Error ? error.message : String(error));
}

function failure(status: number, code: string, message: string): Answer {
  return { status, json: { error: { code, message } } };
}
