"use client";

import { useQuery } from "@tanstack/react-query";
import type { DoorView } from "@/lib/live/shapes";
import { readLive } from "../console/use-live";

const address = "/api/break-glass";
const pauseMs = 3_000;

/** What a stranger may know of the door, asked every 3 s. `answers`: whether the console said anything the last time. */
export function useDoor(initial: DoorView): { door: DoorView; answers: boolean } {
  const { data, isError } = useQuery({
    queryKey: [address],
    queryFn: ({ signal }) => readLive<DoorView>(address, signal),
    initialData: initial,
    initialDataUpdatedAt: 0,
    staleTime: 0,
    refetchInterval: pauseMs,
    networkMode: "always",
  });
  return { door: data, answers: !isError };
}
