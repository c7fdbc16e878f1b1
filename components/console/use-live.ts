"use client";

import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect } from "react";

/** Why a live view did not come: a stable code, or "unreachable" when the console itself didn't answer. */
export class LiveTrouble extends Error {
  readonly code: string;
  constructor(code: string) {
    super(code);
    this.name = "LiveTrouble";
    this.code = code;
  }
}

/** `at`: when this browser got the data, in its own milliseconds. */
type Live<T> = { data: T; trouble: string | null; at: number };

/**
 * Polls one of the console's live views.
 * @param pauseMs pause between answers, or how long it is after this one; null: nothing is asked until it is a number again
 * @param initial what the server drew; shown until the first answer, and kept when one fails
 */
export function useLive<T>(
  view: string,
  query: Readonly<Record<string, string>>,
  initial: T,
  pauseMs: number | null | ((latest: T) => number),
): Live<T> {
  const address = `/api/live/${view}?${new URLSearchParams(query)}`;
  const client = useQueryClient();
  const { data, error, dataUpdatedAt } = useQuery({
    queryKey: [address],
    queryFn: async ({ signal }) => readLive<T>(address, signal),
    initialData: initial,
    initialDataUpdatedAt: 0,
    staleTime: 0,
    enabled: pauseMs !== null,
    refetchInterval: ({ state }) =>
      typeof pauseMs === "function" ? pauseMs(state.data ?? initial) : (pauseMs ?? false),
    networkMode: "always",
  });
  // A page that was drawn anew is news, too: without this, what it says would wait for the next answer.
  useEffect(() => {
    client.setQueryData([address], initial);
  }, [client, address, initial]);
  return {
    data: data ?? initial,
    at: dataUpdatedAt,
    trouble: error === null ? null : error instanceof LiveTrouble ? error.code : "unreachable",
  };
}

/**
 * Reads one live view.
 * @param question for what is asked in a body, because it must not stand in an address
 * @throws LiveTrouble
 */
export async function readLive<T>(address: string, signal: AbortSignal, question?: unknown): Promise<T> {
  const asked = question === undefined ? {} : { method: "POST", body: JSON.stringify(question) };
  const response = await fetch(address, { ...asked, signal, headers: { accept: "application/json" } });
  if (response.ok) return (await response.json()) as T;
  const problem = (await response.json().catch(() => null)) as { code?: unknown } | null;
  throw new LiveTrouble(typeof problem?.code === "string" ? problem.code : "unreachable");
}
