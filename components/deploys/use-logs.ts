"use client";

import { useCallback, useEffect, useRef, useState } from "react";
import type { Refusal, RefusalCode } from "@/lib/core/errors";
import type { LogQuestion, LogsView } from "@/lib/deploys/shapes";
import { LiveTrouble, readLive } from "../console/use-live";

/** Ten reads a minute at most for one reader: the host allows thirty for everybody together. */
const followEveryMs = 10_000;

type Lines = Extract<LogsView, { ok: true }>["value"]["lines"];
type Read = {
  lines: Lines;
  next: { from: string; to: string } | null;
  refusal: Refusal | null;
  busy: boolean;
  asked: boolean;
};

const nothing: Read = { lines: [], next: null, refusal: null, busy: false, asked: false };

/** Log lines on demand, newest first: a first page, older ones, and, while it is followed, what comes. */
export function useLogs(question: LogQuestion): {
  read: Read;
  ask: () => Promise<void>;
  older: () => Promise<void>;
  following: boolean;
  follow: (on: boolean) => void;
} {
  const [read, setRead] = useState<Read>(nothing);
  const [following, follow] = useState(false);
  // What is typed while lines are followed is asked with the next look: a letter is no reason for a call.
  const wanted = useRef(question);
  useEffect(() => {
    wanted.current = question;
  }, [question]);
  const load = useCallback(async (change: Partial<LogQuestion>, keep: boolean) => {
    setRead((before) => ({ ...before, busy: true }));
    const seen = await lines({ ...wanted.current, ...change });
    // Nothing is asked again by itself: the host has said how long it wants to be left alone.
    if ("refusal" in seen) follow(false);
    setRead((before) =>
      "refusal" in seen
        ? { ...before, refusal: seen.refusal, busy: false, asked: true }
        : {
            lines: keep ? [...before.lines, ...seen.lines] : seen.lines,
            next: seen.next,
            refusal: null,
            busy: false,
            asked: true,
          },
    );
  }, []);
  const ask = useCallback(() => load({}, false), [load]);
  const older = useCallback(async () => {
    if (read.next !== null) await load(read.next, true);
  }, [load, read.next]);
  useEffect(() => {
    if (!following) return undefined;
    const latest = (): void => {
      const to = new Date();
      void load({ from: new Date(to.getTime() - 300_000).toISOString(), to: to.toISOString() }, false);
    };
    latest();
    const timer = setInterval(latest, followEveryMs);
    return () => clearInterval(timer);
  }, [following, load]);
  return { read, ask, older, following, follow };
}

async function lines(question: LogQuestion): Promise<Pick<Read, "lines" | "next"> | { refusal: Refusal }> {
  try {
    const view = await readLive<LogsView>(
      `/api/live/logs?${new URLSearchParams(question)}`,
      AbortSignal.timeout(20_000),
    );
    return view.ok ? view.value : view;
  } catch (error) {
    const answered = error instanceof LiveTrouble && error.code !== "unreachable";
    return { refusal: { code: answered ? (error.code as RefusalCode) : "host_unreachable" } };
  }
}
