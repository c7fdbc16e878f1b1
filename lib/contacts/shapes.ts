import { z } from "zod";
import { isStorable } from "@/lib/core/text";
import { relyingPartyId } from "@/lib/relying-parties/shapes";

const line = (longest: number) => z.string().trim().min(1).max(longest).refine(isStorable);

export const contactId = z.uuid();
export const contactKinds = ["person", "vendor", "on_call"] as const;
export const channelKinds = ["phone", "email", "chat"] as const;
export const contactVersion = z.int().positive();

/** A way to reach somebody. The first one is tried first. */
export const channel = z.discriminatedUnion("kind", [
  z.strictObject({
    kind: z.literal("phone"),
    address: z
      .string()
      .trim()
      .regex(/^\+?[0-9][0-9 ()-]{1,28}[0-9]$/),
  }),
  z.strictObject({ kind: z.literal("email"), address: z.email().max(200) }),
  z.strictObject({ kind: z.literal("chat"), address: line(200) }),
]);
export type Channel = z.infer<typeof channel>;

export const contactFields = {
  kind: z.enum(contactKinds),
  name: line(80),
  organisation: line(80).nullable(),
  /** The relying party whose on-call it is; null for everybody else. */
  relyingPartyId: relyingPartyId.nullable(),
  channels: z.array(channel).min(1).max(6),
  note: z.string().trim().max(500).refine(isStorable),
};

export const newContact = z.strictObject(contactFields);
export type ContactFields = z.infer<typeof newContact>;

export type Contact = ContactFields & {
  id: string;
  version: number;
  changedAt: string;
  /** When somebody last reached them by these channels. Changed channels are not verified any more. */
  verifiedAt: string | null;
  verifiedBy: string | null;
};
