export type State = "ok" | "degraded" | "down" | "unknown";
export type Finding = { name: string; state: State; says: string };
export type Look = () => Promise<Omit<Finding, "name">>;

export const found = (state: State, says: string): Omit<Finding, "name"> => ({ state, says });

/** The gravest of them; what nobody could see is graver than what was seen to be half well. */
export function worstOf(findings: readonly Pick<Finding, "state">[]): State {
  return (
    (["down", "unknown", "degraded"] as const).find((state) => findings.some((each) => each.state === state)) ?? "ok"
  );
}
