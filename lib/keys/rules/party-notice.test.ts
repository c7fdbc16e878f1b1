import { createTranslator } from "use-intl/core";
import { describe, expect, it } from "vitest";
import { messagesIn } from "@/lib/i18n/messages";
import { ago } from "@/tests/support/key-rings";
import { type PartyNotice, partyNotice, type SayNotice } from "./party-notice";

const onError = (error: Error): never => {
  throw error;
};
const saying = (language: "en" | "ko"): SayNotice => {
  const t = createTranslator({ locale: language, messages: messagesIn(language), namespace: "keys.notice", onError });
  return (line, values) => t(`line.${line}`, values);
};
const told = {
  relyingParty: "EB",
  kid: "k1",
  keySetUrl: "https://idp.example/jwks",
  fetchedAt: ago(60),
  cacheSeconds: 300,
};
const notices: [string, PartyNotice, string[]][] = [
  [
    "a refresh",
    { kind: "refresh", ...told },
    ["EB", "k1", "https://idp.example/jwks", "300", "2026-11-29 11:59:00 UTC"],
  ],
  ["a refresh of who never fetched", { kind: "refresh", ...told, fetchedAt: null, cacheSeconds: null }, ["EB", "k1"]],
  [
    "a revocation",
    { kind: "revoked", ...told, revokedAt: ago(0), successor: "k2" },
    ["EB", "k1", "k2", "2026-11-29 12:00:00 UTC", "webhook_key.compromised"],
  ],
];

describe.each(["en", "ko"] as const)("what a relying party is told in %s", (language) => {
  it.each(notices)("of %s names the key, the set and the times", (_name, notice, parts) => {
    const text = partyNotice(saying(language), notice);
    for (const part of parts) expect(text).toContain(part);
    expect(text).not.toMatch(/undefined|null|\{/);
  });
});
