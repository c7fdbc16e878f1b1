"use client";

import { useQuery } from "@tanstack/react-query";
import type { PasskeyCard, PasskeyView } from "@/lib/passkeys/shapes";
import { readLive } from "../console/use-live";

/** Where one's own passkeys are read; whoever adds or removes one makes this stale. */
export const passkeysKey = ["/api/live/passkeys"] as const;

const tooOldMs = 60_000;

export type Passkeys = {
  /** Null while nobody has answered yet. */
  passkeys: readonly PasskeyCard[] | null;
  /** Whether it is known by now, or will not be. */
  settled: boolean;
  /** Who one is, and what time it is by the database now; asked anew when the last answer is old. */
  look: () => Promise<{ personId: string; now: Date; passkeys: readonly PasskeyCard[] }>;
};

/** One's own passkeys. @param wanted ask ahead, so that they are known when they are needed */
export function usePasskeys(wanted = true): Passkeys {
  const query = useQuery({
    queryKey: passkeysKey,
    queryFn: ({ signal }) => readLive<PasskeyView>(passkeysKey[0], signal),
    enabled: wanted,
    staleTime: tooOldMs / 2,
    refetchInterval: tooOldMs / 2,
    networkMode: "always",
  });
  return {
    passkeys: query.data?.passkeys ?? null,
    // A passkey that was added on the page before is not in what was read there: who waits for the first way waits for that, too.
    settled: query.isFetchedAfterMount || !(query.isPending || query.isStale),
    look: async () => {
      const old = Date.now() - query.dataUpdatedAt > tooOldMs;
      const seen = old || !query.data ? await query.refetch({ throwOnError: true }) : query;
      if (!seen.data) throw new Error("no passkeys were read");
      const { personId, now, passkeys } = seen.data;
      return { personId, passkeys, now: new Date(Date.parse(now) + Date.now() - seen.dataUpdatedAt) };
    },
  };
}
