/** What the worker does by itself, and is told nothing for. */
export const emptyInputs = {
  "bypass.inspect-readiness": () => ({}),
  "bypass.sweep": () => ({}),
  "leftover.forget": () => ({}),
  "person.sync": () => ({}),
  "probe.roll-up": () => ({}),
  "record.checkpoint": () => ({}),
  "request.sweep": () => ({}),
  "review.escalate": () => ({}),
  "worker.beat": () => ({}),
} as const;
