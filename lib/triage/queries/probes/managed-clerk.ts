import "server-only";
import { tryManagedBackend, tryManagedFrontend } from "@/lib/connectors/clerk/managed";
import { readStatusPage } from "@/lib/connectors/status-page/read-status";
import type { Reading } from "../../shapes";
import { deadlineMs, hearsay, look } from "./look";

/** What our apps ask of the customers' Clerk. */
export const probeClerkApi = (): Promise<Reading> => look("clerk_api", () => tryManagedBackend(deadlineMs));

/** What the customers' browsers ask of it. */
export const probeClerkFrontend = (): Promise<Reading> => look("clerk_frontend", () => tryManagedFrontend(deadlineMs));

/** What somebody wrote about it. A page that can't be read, or that we can't make sense of, says nothing, and never that all is well. */
export async function probeStatusPage(): Promise<Reading> {
  const seen = await look(
    "clerk_status_page",
    () => readStatusPage(deadlineMs),
    ({ indicator, updatedAt, openIncidents, openSince }) => ({
      status: indicator === "none" ? "ok" : indicator === "unknown" ? "unknown" : "degraded",
      detail: indicator === "none" ? null : `says_${indicator}`,
      value: {
        indicator,
        openIncidents,
        updatedAt: updatedAt?.toISOString() ?? null,
        openSince: openSince?.toISOString() ?? null,
      },
    }),
  );
  return hearsay(seen);
}
