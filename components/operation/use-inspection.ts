"use client";

import { useQuery } from "@tanstack/react-query";
import { inspect } from "@/app/actions";
import type { Refusal } from "@/lib/core/errors";
import { isOpen } from "@/lib/requests/rules/transitions";
import type { Inspection, RequestState } from "@/lib/requests/shapes";

const everyMs = 15_000;

export type Inspected = { ok: true; value: Inspection } | { ok: false; refusal: Refusal };

/** What a request would do now. Asked again while it is open, and whenever its state has changed. */
export function useInspection(id: string, initial: Inspected, state: RequestState): Inspected {
  const { data } = useQuery({
    queryKey: ["inspection", id, state],
    queryFn: (): Promise<Inspected> => inspect({ id }),
    placeholderData: initial,
    refetchInterval: isOpen(state) ? everyMs : false,
    networkMode: "always",
  });
  return data ?? initial;
}
