"use client";

import { announce } from "./announce";

export type ToastWords = {
  /** The act's own verb, past: "Note added". */
  words: string;
  /** Only routine acts have one; guarded acts and above report in the sheet. */
  undo?: () => void;
  seconds?: number;
};

export type ShownToast = ToastWords & { id: number };

let shown: readonly ShownToast[] = [];
let lastId = 0;
const listeners = new Set<() => void>();

function change(next: readonly ShownToast[]): void {
  shown = next;
  for (const listener of listeners) listener();
}

/** Shows a toast at the bottom left and says it once to screen readers. */
export function showToast(toast: ToastWords): void {
  lastId += 1;
  change([...shown.slice(-2), { ...toast, id: lastId }]);
  announce(toast.words);
}

/** Takes a toast away. For the region. */
export const hideToast = (id: number): void => change(shown.filter((toast) => toast.id !== id));

/** The toasts on screen. For the region. */
export const shownToasts = (): readonly ShownToast[] => shown;

/** Calls back on every change; returns how to stop. For the region. */
export function onToasts(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}
