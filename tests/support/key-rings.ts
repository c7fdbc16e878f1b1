import type { KeyRing, KeyState, Reader, SigningKey } from "@/lib/keys/shapes/key";

/** Noon, by which the rules of keys are tried. */
export const noon = new Date("2026-11-29T12:00:00.000Z");

/** @param seconds before noon; negative lies behind it */
export const ago = (seconds: number): string => new Date(noon.getTime() - seconds * 1_000).toISOString();

export const aKey = (kid: string, state: KeyState, times: Partial<SigningKey> = {}): SigningKey => ({
  kid,
  algorithm: "EdDSA",
  state,
  publishedAt: ago(90_000),
  activatedAt: state === "published" || state === "pending" ? null : ago(80_000),
  graceUntil: null,
  retiredAt: null,
  compromisedAt: null,
  ...times,
});

export const aReader = (changes: Partial<Reader> = {}): Reader => ({
  id: "12",
  name: "EB",
  on: true,
  declaredCacheSeconds: 300,
  measuredCacheSeconds: null,
  fetch: { at: ago(10), kids: ["k1", "k2"] },
  ...changes,
});

export const aRing = (changes: Partial<KeyRing> = {}): KeyRing => ({
  of: "12",
  name: "EB",
  keys: [aKey("k2", "active"), aKey("k1", "grace", { graceUntil: ago(1) })],
  readers: [aReader()],
  fetchesUnread: false,
  uses: [],
  usesUnread: false,
  at: noon.toISOString(),
  ...changes,
});
