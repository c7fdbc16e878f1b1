import "server-only";
import type { Answer } from "../request";
import { readRender, readTimeoutMs } from "./client";
import { instantOf } from "./instant";
import { wireLogs } from "./wire";

/** A line that somebody's program wrote: free text of strangers. `labels` hold level, type, instance, status code, method and path. */
export type LogLine = { id: string; at: string | null; message: string; labels: Readonly<Record<string, string>> };

export type LogQuery = {
  /** The workspace: without it the host finds nothing. */
  ownerId: string;
  /** `srv-…`, or a job's `job-…`. */
  resource: string;
  /** ISO texts. */
  from: string;
  to: string;
  /** From the oldest on, or back from the newest. */
  direction: "forward" | "backward";
  level?: string;
  type?: string;
  /** Anywhere in the line. */
  text?: string;
};

/** `next`: where to ask on, null where nothing is left. */
export type LogPage = { lines: LogLine[]; next: { from: string; to: string } | null };

/** @source Render: GET /logs, at most 100 lines a call, 30 calls a minute */
export const logPageSize = 100;

/** One page of logs, in the direction that was asked for. Their page leads on by its times, and by nothing else. */
export async function readLogs(query: LogQuery): Promise<Answer<LogPage>> {
  const { ownerId, resource, from, to, direction, ...filters } = query;
  const given = Object.entries(filters).filter(([, value]) => value !== undefined && value !== "");
  const asked = new URLSearchParams([
    ...Object.entries({ ownerId, resource, startTime: from, endTime: to, direction, limit: String(logPageSize) }),
    ...(given as [string, string][]),
  ]);
  const answer = await readRender(`/v1/logs?${asked}`, wireLogs, readTimeoutMs);
  if (!answer.ok) return answer;
  const { hasMore, nextStartTime, nextEndTime, logs } = answer.value;
  const [nextFrom, nextTo] = [instantOf(nextStartTime), instantOf(nextEndTime)];
  return {
    ok: true,
    value: {
      lines: (logs ?? []).map(({ id, message, timestamp, labels }) => ({
        id,
        at: instantOf(timestamp),
        message: message ?? "",
        labels: Object.fromEntries((labels ?? []).map(({ name, value }) => [name, value])),
      })),
      next: hasMore && nextFrom && nextTo ? { from: nextFrom, to: nextTo } : null,
    },
  };
}
