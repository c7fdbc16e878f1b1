"use client";

import { useCallback, useState } from "react";
import type { Refusal, RefusalCode } from "@/lib/core/errors";
import type { JobLogView } from "@/lib/tasks/shapes";
import { LiveTrouble, readLive } from "../console/use-live";

/** The log of one job at a time; `said` is null until it came. */
export type ReadJobLog = {
  request: string | null;
  said: JobLogView | null;
  busy: boolean;
  read: (request: string) => Promise<void>;
};

/** Logs of jobs, each read on demand: the host allows thirty calls a minute for everybody together. */
export function useJobLog(): ReadJobLog {
  const [log, setLog] = useState<Omit<ReadJobLog, "read">>({ request: null, said: null, busy: false });
  const read = useCallback(async (request: string) => {
    setLog({ request, said: null, busy: true });
    const said = await saidOf(request);
    // Somebody may have opened another one meanwhile.
    setLog((now) => (now.request === request ? { request, said, busy: false } : now));
  }, []);
  return { ...log, read };
}

async function saidOf(request: string): Promise<JobLogView> {
  try {
    const address = `/api/live/job-log?${new URLSearchParams({ request })}`;
    return await readLive<JobLogView>(address, AbortSignal.timeout(20_000));
  } catch (error) {
    return { ok: false, refusal: refusalOf(error) };
  }
}

const refusalOf = (error: unknown): Refusal => ({
  code: error instanceof LiveTrouble && error.code !== "unreachable" ? (error.code as RefusalCode) : "host_unreachable",
});
