import "server-only";
import type { HumanActor } from "@/lib/access/actor";
import type { ConsoleTransaction } from "@/lib/core/db";
import { nameOfIncident } from "@/lib/incidents/shapes";
import { appendToNamed } from "@/lib/incidents/writes/append-entry";
import { postNotice } from "@/lib/notices/writes/post-notice";
import type { Shown, StoredRequest } from "@/lib/requests/shapes";
import type { Severity } from "@/lib/triage/shapes";

/**
 * Whoever can help hears of an incident, and of its end, which settles the first. It is known by its number: a title is somebody's own
 * words, and may say what has no place on a pager.
 */
export async function tellOfIncident(
  tx: ConsoleTransaction,
  kind: "incident.declared" | "incident.resolved",
  { number, severity, by }: { number: number; severity: Severity; by: HumanActor },
): Promise<void> {
  await postNotice(tx, {
    kind,
    href: `/incidents/${number}`,
    audience: { roles: ["responder", "admin"], exceptIds: [by.personId] },
    urgency: kind === "incident.declared" && severity === "sev1" ? "page" : "tell",
    dedupKey: `${kind}/${number}`,
    values: { who: by.name, subject: nameOfIncident(number), code: severity },
    ...(kind === "incident.resolved" ? { settles: `incident.declared/${number}` } : {}),
  });
}

/** What ran under an incident stands in its timeline, with how it ended and a way to its own page. */
export async function tellIncidentOfRun(
  tx: ConsoleTransaction,
  request: Pick<StoredRequest, "id" | "operation" | "incident" | "shownText" | "requesterId">,
  { ending, code }: { ending: "running" | "succeeded" | "failed" | "unknown"; code: string | null },
): Promise<void> {
  if (request.incident === null) return;
  const { subject } = (JSON.parse(request.shownText) as Shown | null) ?? { subject: "" };
  const values = { operation: request.operation, subject, requestId: request.id, ending, code };
  await appendToNamed(tx, request.incident, { kind: "operation", values, personId: request.requesterId });
}
