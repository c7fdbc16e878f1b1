const browsers = ["Edg", "OPR", "Firefox", "Chrome", "Safari"] as const;
const systems = ["Android", "iPhone", "iPad", "Windows", "Mac OS X", "CrOS", "Linux"] as const;

/**
 * What kind of browser on what kind of machine, without versions: an update in the middle of the night changes nothing, a cookie that
 * turns up elsewhere does.
 * @param agent the User-Agent header
 */
export function agentFamily(agent: string | null): string {
  const found = (names: readonly string[]): string => names.find((name) => (agent ?? "").includes(name)) ?? "other";
  return `${found(browsers)} on ${found(systems)}`;
}
