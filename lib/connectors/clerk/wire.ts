import "server-only";
import { z } from "zod";

/** Clerk's own words, read tolerantly; nothing of them leaves this folder. */
export const wireErrors = z.object({ errors: z.array(z.object({ code: z.string().nullish() })).nullish() });

export const wireMemberships = z.object({
  total_count: z.number().nullish(),
  data: z.array(
    z.object({
      role: z.string(),
      organization: z.object({ id: z.string() }).nullish(),
      public_user_data: z
        .object({
          user_id: z.string().nullish(),
          identifier: z.string().nullish(),
          first_name: z.string().nullish(),
          last_name: z.string().nullish(),
        })
        .nullish(),
    }),
  ),
});
export type WireMembership = z.infer<typeof wireMemberships>["data"][number];

export const wireSession = z.object({ id: z.string(), status: z.string() });

export const wireEnvironment = z.object({ auth_config: z.object({}), display_config: z.object({}) });

export const wireInstance = z.object({ id: z.string() });

/** Milliseconds, of a time that there is. @source ECMA-262: a Date holds at most 8.64e15 */
const instant = z.number().nonnegative().max(8.64e15);

export const wireUsers = z.array(z.object({ id: z.string().regex(/^user_\w{1,60}$/), created_at: instant }));
