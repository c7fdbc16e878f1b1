import { createHmac, timingSafeEqual } from "node:crypto";
import { z } from "zod";

/** Carries what the middleware saw and cut off to the code that records it. An inbound header of this name is an attack. */
export const gateHeader = "x-sallyport-gate";

/** Says to a layout, which isn't told, which page is being drawn. Ours alone: inbound headers of our prefix are cut off. */
export const placeHeader = "x-sallyport-place";

/**
 * `outside`: this request goes around Clerk, to a page that needs nobody or for the holder of a break-glass cookie · `token`: it comes
 * from a program, which is known by its token alone · `both`: by a token and by a browser's cookies, which is nobody.
 */
export const modeHeader = "x-sallyport-mode";

const note = z.object({
  /** Names, never values, of headers that were stripped. */
  stripped: z.array(z.string().max(80)).max(20),
  /** Set when the middleware refuses the request itself. */
  refusal: z.enum(["cross_site", "clerk_unreachable"]).nullable(),
  path: z.string().max(200),
});
export type GateNote = z.infer<typeof note>;

const mac = (text: string, key: string): Buffer => createHmac("sha256", key).update("gate").update(text).digest();

/** @param key at least 32 characters, never sent anywhere */
export function sealGateNote(gate: GateNote, key: string): string {
  const text = Buffer.from(JSON.stringify(gate)).toString("base64url");
  return `${text}.${mac(text, key).toString("base64url")}`;
}

/** @returns null for anything that we did not seal ourselves */
export function openGateNote(header: string | null, key: string): GateNote | null {
  const [text, seal, rest] = (header ?? "").split(".");
  if (!text || !seal || rest !== undefined) return null;
  const given = Buffer.from(seal, "base64url");
  const wanted = mac(text, key);
  if (given.length !== wanted.length || !timingSafeEqual(given, wanted)) return null;
  const parsed = note.safeParse(JSON.parse(Buffer.from(text, "base64url").toString("utf8")));
  return parsed.success ? parsed.data : null;
}
