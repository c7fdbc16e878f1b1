import "server-only";
import type { Actor } from "@/lib/access/actor";
import { hasRole } from "@/lib/access/roles";
import { findApp } from "@/lib/apps/queries/list-apps";
import { readHostedService } from "@/lib/connectors/render/hosted-services";
import { readLogs } from "@/lib/connectors/render/logs";
import { Refused, refuse } from "@/lib/core/errors";
import { type LogsView, logQuestion } from "../shapes";
import { told } from "./find-hosted";

/**
 * Lines of an app's logs, newest first. What programs write may hold anything, people's data too: it is for who handles incidents.
 * @throws Refused not_allowed, invalid_input
 */
export async function logsView(actor: Actor, asked: Readonly<Record<string, string>>): Promise<LogsView> {
  if (actor.kind !== "system" && !hasRole(actor, ["responder", "admin"])) throw new Refused({ code: "not_allowed" }); // guard: log-lines
  const question = logQuestion.safeParse(asked);
  if (!question.success) throw new Refused({ code: "invalid_input", facts: { fields: "logs" } });
  const { app, ...wanted } = question.data;
  const serviceId = (await findApp(actor, app))?.renderServiceId ?? null;
  if (serviceId === null) return refuse("service_not_hosted");
  const service = told(await readHostedService(serviceId));
  if (!service.ok) return service;
  const { ownerId } = service.value;
  if (ownerId === null) return refuse("host_unexpected");
  return told(await readLogs({ ownerId, resource: serviceId, direction: "backward", ...wanted }));
}
