import { env } from "@/lib/core/env";
import { lostPage } from "@/lib/i18n/lost-page";
import { messagesIn } from "@/lib/i18n/messages";

export const dynamic = "force-dynamic";

/** Vendor consoles, people and commands, for whoever can't get in. No identity, no database: it answers when nothing else does. */
export function GET(request: Request): Response {
  const wished = request.headers.get("accept-language") ?? "";
  const language = wished.trim().toLowerCase().startsWith("ko") ? "ko" : "en";
  const { PUBLIC_ORIGIN, EMERGENCY_CONTACTS } = env();
  const people = EMERGENCY_CONTACTS.map(({ name, reach }) => ({
    name,
    ways: [{ kind: "other" as const, address: reach }],
  }));
  const page = lostPage({ language, words: messagesIn(language).lost, origin: PUBLIC_ORIGIN, people, printedAt: null });
  return new Response(page, { headers: { "Content-Type": "text/html; charset=utf-8" } });
}
