import "server-only";
import { z } from "zod";

/** @source RFC 6749, 5.1 */
export const wireToken = z.object({ access_token: z.string().min(1), token_type: z.string() });

/** @source RFC 7517, 5: members of a set that nobody understands are left alone */
export const wireJwks = z.object({ keys: z.array(z.object({ kid: z.string().nullish(), kty: z.string() })) });
