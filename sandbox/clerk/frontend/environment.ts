import type { Route } from "../../kernel/routing";
import { seededId } from "../ids";
import type { ClerkInstance } from "../instance";
import { frontendRoute } from "./call";
import { displayConfigJson } from "./environment-display";
import { userSettingsJson } from "./environment-users";

/** How the instance is configured: passwords, an authenticator app, organisations, no sign-up, no captcha. */
export function environmentRoutes(instance: ClerkInstance): Route[] {
  return [frontendRoute(instance, "GET", "/v1/environment", () => ({ status: 200, json: environmentJson(instance) }))];
}

function environmentJson(instance: ClerkInstance): Record<string, unknown> {
  return {
    auth_config: authConfigJson(instance),
    display_config: displayConfigJson(instance),
    user_settings: userSettingsJson(),
    organization_settings: {
      enabled: true,
      max_allowed_memberships: 100,
      actions: { admin_delete: false },
      domains: { enabled: false, enrollment_modes: [], default_role: "org:responder" },
      slug: { disabled: true },
      creator_role: "org:admin",
    },
    fraud_settings: { object: "fraud_settings", native: { device_attestation_mode: "disabled" } },
    commerce_settings: {
      billing: {
        stripe_publishable_key: null,
        free_trial_requires_payment_method: false,
        user: { enabled: false, has_paid_plans: false },
        organization: { enabled: false, has_paid_plans: false },
      },
    },
    api_keys_settings: { enabled: false, user_api_keys_enabled: false, orgs_api_keys_enabled: false },
    protect_config: { loaders: [] },
    client_debug_mode: false,
    partitioned_cookies: false,
    maintenance_mode: false,
  };
}

function authConfigJson(instance: ClerkInstance): Record<string, unknown> {
  return {
    object: "auth_config",
    id: seededId("aac", instance.name),
    first_name: "on",
    last_name: "on",
    email_address: "required",
    phone_number: "off",
    username: "off",
    password: "required",
    identification_requirements: [["email_address"]],
    identification_strategies: ["email_address"],
    first_factors: ["password", "ticket"],
    second_factors: ["totp"],
    email_address_verification_strategies: ["email_code"],
    single_session_mode: true,
    enhanced_email_deliverability: false,
    test_mode: false,
    url_based_session_syncing: false,
    claimed_at: null,
    reverification: true,
    native_settings: {
      object: "native_settings",
      api_enabled: false,
      trusted_device_sign_in_enabled: false,
      trusted_device_enrollment_prompt_after_sign_in_enabled: false,
      trusted_device_enrollment_prompt_after_sign_up_enabled: false,
    },
  };
}
