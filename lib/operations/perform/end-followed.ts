import "server-only";
import type { ConsoleTransaction } from "@/lib/core/db";
import { endRequest } from "@/lib/requests/writes/move-request";
import { tellIncidentOfRun } from "./tell-of-incident";

type End = { ending: "succeeded"; outcomeText: string } | { ending: "failed" | "unknown"; failureCode: string };

/** How a request ends that went on after its run: its incident reads the end as well. One that has ended already is left as it is. */
export async function endFollowed(tx: ConsoleTransaction, requestId: string, end: End): Promise<void> {
  const { ending, ...result } = end;
  const ended = await endRequest(tx, requestId, ending, result);
  if (ended) await tellIncidentOfRun(tx, ended, { ending, code: end.ending === "succeeded" ? null : end.failureCode });
}
