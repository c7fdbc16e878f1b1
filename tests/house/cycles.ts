/** Every circle that a walk along the edges runs into, as a readable line. */
export function cyclesIn(edges: [from: string, to: string][]): string[] {
  const next = new Map<string, Set<string>>();
  for (const [from, to] of edges) next.set(from, (next.get(from) ?? new Set()).add(to));
  const done = new Set<string>();
  const cycles = new Set<string>();

  const walk = (place: string, path: string[]): void => {
    const start = path.indexOf(place);
    if (start >= 0) cycles.add([...path.slice(start), place].join(" → "));
    if (start >= 0 || done.has(place)) return;
    for (const to of next.get(place) ?? []) walk(to, [...path, place]);
    done.add(place);
  };
  for (const place of next.keys()) walk(place, []);
  return [...cycles];
}
