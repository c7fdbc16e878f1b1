import type { KeyRing, ServedSet, SigningKey } from "../shapes/key";
import type { KeyLine, RingLine } from "../shapes/views";
import { longestCacheSeconds } from "./adoption";
import { useOf } from "./gates";
import { nextAct, nextPublish } from "./next-act";

/** How long the slowest of its readers may keep a copy; of tokens that is nobody's own figure. */
export const adoptedCacheOf = (ring: KeyRing): number | null =>
  ring.of === "tokens" ? null : longestCacheSeconds(ring);

/**
 * When something signed with a key arrived last, as far as rows show it: those that name it, and, of the one that signs, those that name
 * none and arrived since.
 */
export function lastDeliveryWith(ring: Pick<KeyRing, "uses">, { kid, state, activatedAt }: SigningKey): string | null {
  const named = useOf(ring, kid).lastDeliveredAt;
  const unnamed = ring.uses.find((use) => use.kid === null)?.lastDeliveredAt ?? null;
  const counts = state === "active" && activatedAt !== null && unnamed !== null && unnamed >= activatedAt;
  return (
    [named, counts ? unnamed : null]
      .filter((each) => each !== null)
      .toSorted()
      .at(-1) ?? null
  );
}

type World = { ring: KeyRing; served: ServedSet | null; now: Date };

/** A key as the inventory shows it. */
export function keyLineOf(world: World, key: SigningKey): KeyLine {
  const { ring, served } = world;
  const { dead, waiting } = useOf(ring, key.kid);
  const counted = !ring.usesUnread && ring.of !== "tokens";
  return {
    ...key,
    served: served === null ? null : served.kids.includes(key.kid),
    dead: counted ? dead : null,
    waiting: counted ? waiting : null,
    lastDeliveredAt: lastDeliveryWith(ring, key),
    next: nextAct(world, key),
  };
}

/** A ring as the inventory shows it. @param but a key that has a page of its own there */
export const ringLineOf = (world: World, but: string | null = null): RingLine => ({
  of: world.ring.of,
  name: world.ring.name,
  // Of tokens it would be nobody's own figure.
  cacheSeconds: world.ring.of === "tokens" ? null : longestCacheSeconds(world.ring),
  readers: world.ring.readers.length,
  keys: world.ring.keys.filter(({ kid }) => kid !== but).map((key) => keyLineOf(world, key)),
  publish: nextPublish(world),
});
