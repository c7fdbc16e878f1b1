import { inert } from "@/lib/core/text";
import type { KeyView } from "../shapes/views";

/** Says a line of a notice in one language. */
export type SayNotice = (line: NoticeLine, values: Readonly<Record<string, string | number>>) => string;

export type NoticeLine =
  | "refresh.title"
  | "refresh.signed"
  | "refresh.fetched"
  | "refresh.neverFetched"
  | "fetch"
  | "keep"
  | "resend"
  | "revoked.title"
  | "revoked.since"
  | "revoked.trust"
  | "revoked.successor"
  | "revoked.event";

export type PartyNotice = {
  relyingParty: string;
  kid: string;
  keySetUrl: string;
  /** When it fetched the key set last, as an ISO text. */
  fetchedAt: string | null;
  cacheSeconds: number | null;
} & ({ kind: "refresh" } | { kind: "revoked"; revokedAt: string | null; successor: string | null });

/** What a relying party is told, to be copied: that it should fetch the key set again, or that a key is revoked. Nobody's data is in it. */
export function partyNotice(say: SayNotice, notice: PartyNotice): string {
  const { relyingParty, kid, keySetUrl, fetchedAt, cacheSeconds } = notice;
  const values = { relyingParty: inert(relyingParty), kid: inert(kid), url: keySetUrl };
  const refetch = [
    say("fetch", values),
    ...(cacheSeconds === null ? [] : [say("keep", { seconds: cacheSeconds })]),
    say("resend", values),
    "",
  ];
  if (notice.kind === "refresh")
    return [
      say("refresh.title", values),
      "",
      say("refresh.signed", values),
      fetchedAt === null ? say("refresh.neverFetched", values) : say("refresh.fetched", { at: instant(fetchedAt) }),
      ...refetch,
    ].join("\n");
  const { revokedAt, successor } = notice;
  return [
    say("revoked.title", values),
    "",
    ...(revokedAt === null ? [] : [say("revoked.since", { ...values, at: instant(revokedAt) })]),
    say("revoked.trust", values),
    ...(successor === null ? [] : [say("revoked.successor", { kid: inert(successor) })]),
    say("revoked.event", values),
    ...refetch,
  ].join("\n");
}

const instant = (iso: string): string => `${iso.slice(0, 19).replace("T", " ")} UTC`;

/** What its relying party has to be told of a webhook key now; null where there is nothing to tell. */
export function noticeFor({ key, ring, name, adoption }: KeyView, keySetUrl: string): PartyNotice | null {
  const [reader] = adoption;
  if (ring.of === "tokens" || !reader) return null;
  const { fetchedAt, cacheSeconds, knows } = reader;
  const told = { relyingParty: name ?? reader.name, kid: key.kid, keySetUrl, fetchedAt, cacheSeconds };
  if (key.state === "compromised") {
    const successor = ring.keys.find(({ state }) => state === "active")?.kid ?? null;
    return { kind: "revoked", ...told, revokedAt: key.compromisedAt, successor };
  }
  const matters = ["published", "active"].includes(key.state) && knows !== "known";
  return matters ? { kind: "refresh", ...told } : null;
}
