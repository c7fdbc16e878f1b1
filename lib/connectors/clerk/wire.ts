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

export const wireInstance = z.object({ id: z.string(), environment_type: z.string().nullish() });

export const wireCount = z.object({ total_count: z.number().int().nonnegative() });

export const wireKeySet = z.object({ keys: z.array(z.object({ kid: z.string() })) });

const wireKeyedInstance = z.object({ instance_id: z.string(), secret_key: z.string().nullish() });

/** An application of the Platform API, with a key of each instance where that was asked for. */
export const wireApplication = z.object({
  application_id: z.string().regex(/^\w{1,60}$/),
  instances: z.array(wireKeyedInstance),
});
export const wireApplications = z.array(wireApplication);

/** Milliseconds, of a time that there is. @source ECMA-262: a Date holds at most 8.64e15 */
const instant = z.number().nonnegative().max(8.64e15);

export const wireUsers = z.array(z.object({ id: z.string().regex(/^user_\w{1,60}$/), created_at: instant }));

const wireVerified = z.object({ status: z.string().nullish() }).nullish();

export const wireUser = z.object({
  id: z.string().regex(/^user_\w{1,60}$/),
  primary_email_address_id: z.string().nullish(),
  email_addresses: z
    .array(z.object({ id: z.string().nullish(), email_address: z.string(), verification: wireVerified }))
    .nullish(),
  phone_numbers: z.array(z.object({ phone_number: z.string(), verification: wireVerified })).nullish(),
  external_accounts: z.array(z.unknown()).nullish(),
  enterprise_accounts: z.array(z.unknown()).nullish(),
  passkeys: z.array(z.unknown()).nullish(),
  password_enabled: z.boolean().nullish(),
  two_factor_enabled: z.boolean().nullish(),
  banned: z.boolean().nullish(),
  locked: z.boolean().nullish(),
  deprovisioned: z.boolean().nullish(),
  lockout_expires_in_seconds: z.number().nullish(),
  created_at: instant.nullish(),
  last_sign_in_at: instant.nullish(),
});
export type WireUser = z.infer<typeof wireUser>;

export const wireFoundUsers = z.array(wireUser);

const wireUserSession = z.object({
  id: z.string().max(100),
  client_id: z.string().nullish(),
  status: z.string(),
  last_active_at: instant.nullish(),
  expire_at: instant.nullish(),
  created_at: instant.nullish(),
  latest_activity: z
    .object({
      is_mobile: z.boolean().nullish(),
      browser_name: z.string().nullish(),
      browser_version: z.string().nullish(),
    })
    .nullish(),
});
export type WireUserSession = z.infer<typeof wireUserSession>;

/** A page, or the plain list of Clerk's own description. */
export const wireUserSessions = z.union([
  z.object({ data: z.array(wireUserSession), total_count: z.number().nullish() }),
  z.array(wireUserSession).transform((data) => ({ data, total_count: null })),
]);
