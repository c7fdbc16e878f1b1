type Served = { status: string; commit: string | null; trigger?: string };

/**
 * What serves now, and what served before it and was not itself rolled back: where a rollback would lead. It is the newest deploy
 * that was replaced and has another commit. What a rollback took the place of was bad, whatever came after it.
 * @param deploys newest first
 * @source Render: live, deactivated; a rollback is a new deploy with trigger "rollback"
 */
export function servingDeploys<D extends Served>(deploys: readonly D[]): { live: D | null; lastGreen: D | null } {
  const served = deploys.filter(({ status }) => status === "live" || status === "deactivated");
  const live = served.find(({ status }) => status === "live") ?? null;
  const rolledBack = new Set(
    served.flatMap(({ trigger }, place) => (trigger === "rollback" ? served[place + 1]?.commit : [])),
  );
  const lastGreen = served.find(
    ({ status, commit }) =>
      status === "deactivated" && commit !== null && commit !== live?.commit && !rolledBack.has(commit),
  );
  return { live, lastGreen: live === null ? null : (lastGreen ?? null) };
}
