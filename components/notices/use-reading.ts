"use client";

import { useQueryClient } from "@tanstack/react-query";
import { useTransition } from "react";
import { perform } from "@/app/actions";

/** Marks notices as read. The figures that count them are asked for again at once. */
export function useReading(): { busy: boolean; read: (ids: readonly string[]) => void } {
  const client = useQueryClient();
  const [busy, start] = useTransition();
  const read = (ids: readonly string[]): void =>
    start(async () => {
      if (ids.length === 0) return;
      await perform({ operation: "notice.read", input: { ids } });
      await client.invalidateQueries();
    });
  return { busy, read };
}
