import { z } from "zod";

/** Ids of the IdP are bigint: decimal text, so that none loses a digit. */
export const relyingPartyId = z.string().regex(/^[1-9]\d{0,18}$/);

/** A relying party as the IdP knows it, with what waits for it. */
export type RelyingParty = {
  id: string;
  name: string;
  webhookUrl: string | null;
  webhookEnabled: boolean;
  jwksCacheSeconds: number | null;
  oncallContact: string | null;
  pending: number;
  dead: number;
  /** `updated_at::text`, to the microsecond. */
  rowVersion: string;
};
