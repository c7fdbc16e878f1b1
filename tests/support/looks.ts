import { consoleRows } from "./rows";

/** From now on no worker looks by itself, and what was seen lies so many seconds back. */
export async function nobodyLooks(forSeconds: number): Promise<void> {
  await consoleRows(
    "UPDATE probe_lanes SET due_at = now() + interval '1 hour', taken_at = taken_at - make_interval(secs => $1)",
    [forSeconds],
  );
  await consoleRows("UPDATE probe_samples SET sampled_at = sampled_at - make_interval(secs => $1)", [forSeconds]);
}

/** Looks are due as ever. */
export async function everybodyLooks(): Promise<void> {
  await consoleRows("UPDATE probe_lanes SET due_at = now()");
}

/** What journeys declared is over: the next one begins in quiet times. */
export async function incidentsAreOver(): Promise<void> {
  await consoleRows("UPDATE incidents SET resolved_at = now(), resolved_by = declared_by WHERE resolved_at IS NULL");
}
