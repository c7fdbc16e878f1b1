import { seededId } from "../ids";
import type { ClerkInstance } from "../instance";

/** Names, addresses and looks. No address leads outside. */
export function displayConfigJson(instance: ClerkInstance): Record<string, unknown> {
  return {
    object: "display_config",
    id: seededId("display_config", instance.name),
    instance_environment_type: "production",
    application_name: instance.applicationName,
    theme: THEME,
    preferred_sign_in_strategy: "password",
    logo_image_url: "",
    favicon_image_url: "",
    logo_url: null,
    favicon_url: null,
    logo_image: null,
    favicon_image: null,
    ...ADDRESSES,
    support_email: null,
    help_url: null,
    privacy_policy_url: null,
    terms_url: null,
    branded: false,
    experimental_force_oauth_first: false,
    clerk_js_version: "6",
    show_devmode_warning: false,
    google_one_tap_client_id: null,
    captcha_public_key: null,
    captcha_widget_type: null,
    captcha_public_key_invisible: null,
    captcha_provider: null,
    captcha_oauth_bypass: [],
    captcha_heartbeat: false,
  };
}

const ADDRESSES = {
  home_url: "/",
  sign_in_url: "/sign-in",
  sign_up_url: "/sign-in",
  user_profile_url: "",
  waitlist_url: "",
  oauth_consent_url: "",
  after_sign_in_url: "/",
  after_sign_up_url: "/",
  after_sign_out_one_url: "/",
  after_sign_out_all_url: "/",
  after_switch_session_url: "/",
  after_join_waitlist_url: "/",
  organization_profile_url: "",
  create_organization_url: "",
  after_leave_organization_url: "/",
  after_create_organization_url: "/",
  logo_link_url: "/",
};

const THEME = {
  general: {
    color: "#333333",
    background_color: "#ffffff",
    font_family: "",
    font_color: "#000000",
    label_font_weight: "600",
    padding: "1em",
    border_radius: "0.5em",
    box_shadow: "",
  },
  buttons: { font_color: "#ffffff", font_family: "", font_weight: "600" },
  accounts: { background_color: "#ffffff" },
};
