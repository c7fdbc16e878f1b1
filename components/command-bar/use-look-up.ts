"use client";

import { useQuery } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { matches } from "@/lib/command-bar/rules/matches";
import { asMeant } from "@/lib/command-bar/rules/sought";
import { knownAs } from "@/lib/command-bar/rules/things";
import type { Found } from "@/lib/command-bar/shapes";
import { LiveTrouble, readLive } from "../console/use-live";

const pauseMs = 150;
/** The server answers within its own deadlines; what takes longer is lost. */
const patienceMs = 8_000;

/** `failed`: the code by which the console refused, or "unreachable". */
export type LookUp = Found & { failed: string | null; looking: boolean };

/** Looks up what is typed after a short pause. What an earlier text brought stays only as long as it fits the new one. */
export function useLookUp(text: string): LookUp {
  const typed = asMeant(text);
  const asked = usePaused(typed);
  const { data, error, isFetching, isPlaceholderData } = useQuery({
    queryKey: ["command-bar", asked],
    // An aborted read is no answer to anybody: a text that goes on takes the question back.
    queryFn: ({ signal }) =>
      readLive<Found>("/api/command-bar", AbortSignal.any([signal, AbortSignal.timeout(patienceMs)]), { typed: asked }),
    enabled: asked !== "",
    placeholderData: (earlier) => earlier,
    gcTime: 0,
    refetchOnWindowFocus: false,
    networkMode: "always",
  });
  const current = typed === asked && !isPlaceholderData;
  const things = typed === "" ? [] : (data?.things ?? []);
  return {
    things: current ? things : things.filter((thing) => matches(typed, knownAs(thing))),
    silent: current ? (data?.silent ?? []) : [],
    failed: current && error ? codeOf(error) : null,
    looking: typed !== "" && (isFetching || typed !== asked),
  };
}

const codeOf = (error: Error): string => (error instanceof LiveTrouble ? error.code : "unreachable");

function usePaused(text: string): string {
  const [paused, setPaused] = useState(text);
  useEffect(() => {
    const timer = setTimeout(setPaused, pauseMs, text);
    return () => clearTimeout(timer);
  }, [text]);
  return paused;
}
