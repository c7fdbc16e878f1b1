import { z } from "zod";
import { isStorable } from "@/lib/core/text";

const line = (longest: number) => z.string().trim().min(1).max(longest).refine(isStorable);
const loopback = new Set(["127.0.0.1", "localhost", "[::1]"]);

/** An address that will be probed: encrypted, unless it is on this machine. */
const address = z
  .url({ protocol: /^https?$/ })
  .max(300)
  .refine((value) => {
    const parsed = URL.parse(value);
    return parsed !== null && (parsed.protocol === "https:" || loopback.has(parsed.hostname));
  });

export const appId = z.string().regex(/^[a-z][a-z0-9-]{1,39}$/);
export const appRoles = ["idp", "app"] as const;
export const environments = ["production", "staging", "development"] as const;
export const clerkInstances = ["managed", "console", "none"] as const;
export const appVersion = z.int().positive();

/** What is known of an app that the team runs. */
export const appFields = {
  name: line(80),
  role: z.enum(appRoles),
  environment: z.enum(environments),
  /** "Render", or another host, which we can't change anything at. */
  hostedOn: line(40),
  url: address,
  healthUrl: address.nullable(),
  /** @source Render API: service ids begin with srv- */
  renderServiceId: z
    .string()
    .regex(/^srv-[a-z0-9]{10,40}$/)
    .nullable(),
  clerkInstance: z.enum(clerkInstances),
  /** Names of environment variables; a value has no place here. */
  clerkSecretKeys: z.array(z.string().regex(/^[A-Z][A-Z0-9_]{0,63}$/)).max(10),
};

export const newApp = z.strictObject({ id: appId, ...appFields });
export type NewApp = z.infer<typeof newApp>;
export type AppFields = Omit<NewApp, "id">;

export type App = NewApp & { version: number; changedAt: string };
