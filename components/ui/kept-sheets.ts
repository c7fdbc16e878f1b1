"use client";

import { type ReactNode, useEffect, useId, useSyncExternalStore } from "react";

type Draw = (sheet: { open: boolean; onClose: () => void }) => ReactNode;

/** A sheet beside the page. `owned`: what opened it is still on the page. */
type Kept = { key: string; open: boolean; owned: boolean; draw: Draw };

let kept: readonly Kept[] = [];
const listeners = new Set<() => void>();

function change(next: readonly Kept[]): void {
  kept = next.filter(({ open, owned }) => open || owned);
  for (const listener of listeners) listener();
}

const alter = (key: string, to: Partial<Kept>): void => {
  if (kept.some((sheet) => sheet.key === key))
    change(kept.map((sheet) => (sheet.key === key ? { ...sheet, ...to } : sheet)));
};

const isOpen = (key: string): boolean => kept.some((sheet) => sheet.key === key && sheet.open);

/** The sheets of this page. For the region. */
export const keptSheets = (): readonly Kept[] => kept;

/** Another page: what stood beside the last one goes. For the region. */
export const dropSheets = (): void => change([]);

/** Closes one of them. For the region. */
export const closeSheet = (key: string): void => alter(key, { open: false });

/** Calls back on every change; returns how to stop. */
export function onSheets(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/**
 * A sheet that outlives what opened it: an act that has run often has no button any more, and its outcome is still to be read. It keeps
 * what it knows between closing and opening for as long as the button is there.
 * @param draw draws it, closed or open; the last drawing is what stays
 */
export function useKeptSheet(draw: Draw): { open: boolean; show: () => void; close: () => void } {
  const key = useId();
  const open = useSyncExternalStore(
    onSheets,
    () => isOpen(key),
    () => false,
  );
  useEffect(() => alter(key, { draw }), [key, draw]);
  useEffect(() => () => alter(key, { owned: false }), [key]);
  const show = (): void => {
    change([...kept.filter((sheet) => sheet.key !== key), { key, open: true, owned: true, draw }]);
  };
  return { open, show, close: () => closeSheet(key) };
}
