"use client";

import { useQueryClient } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { useCallback } from "react";
import { passkeysKey } from "../operation/use-passkeys";

/** After one's passkeys changed: the page is drawn anew, and the next proof is asked of those that there are. */
export function usePasskeysChanged(): () => void {
  const router = useRouter();
  const client = useQueryClient();
  return useCallback(() => {
    void client.invalidateQueries({ queryKey: passkeysKey });
    router.refresh();
  }, [client, router]);
}
