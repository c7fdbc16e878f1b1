/** Which attributes and factors users have. */
export function userSettingsJson(): Record<string, unknown> {
  return {
    attributes: {
      email_address: attribute({
        enabled: true,
        required: true,
        used_for_first_factor: true,
        first_factors: ["email_code"],
        verifications: ["email_code"],
      }),
      phone_number: attribute(),
      username: attribute(),
      web3_wallet: attribute(),
      first_name: attribute({ enabled: true }),
      last_name: attribute({ enabled: true }),
      password: attribute({ enabled: true, required: true }),
      authenticator_app: attribute({ enabled: true, used_for_second_factor: true, second_factors: ["totp"] }),
      ticket: attribute({ enabled: true }),
      backup_code: attribute(),
      passkey: attribute(),
    },
    social: {},
    saml: { enabled: false },
    enterprise_sso: { enabled: false },
    sign_in: { second_factor: { required: false } },
    sign_up: {
      captcha_enabled: false,
      captcha_widget_type: "smart",
      custom_action_required: false,
      progressive: true,
      mode: "restricted",
      legal_consent_enabled: false,
    },
    restrictions: {
      allowlist: { enabled: false },
      blocklist: { enabled: false },
      allowlist_blocklist_disabled_on_sign_in: { enabled: false },
      block_email_subaddresses: { enabled: false },
      block_disposable_email_domains: { enabled: false },
    },
    password_settings: {
      disable_hibp: true,
      disable_password_reverification: false,
      min_length: 8,
      max_length: 72,
      require_special_char: false,
      require_numbers: false,
      require_uppercase: false,
      require_lowercase: false,
      show_zxcvbn: false,
      min_zxcvbn_strength: 0,
      enforce_hibp_on_sign_in: false,
      allowed_special_characters: "",
    },
    username_settings: {
      min_length: 4,
      max_length: 64,
      allow_extended_special_characters: false,
      allow_numeric_usernames: false,
    },
    actions: { delete_self: false, create_organization: false, create_organizations_limit: null },
    attack_protection: {
      user_lockout: { enabled: true, max_attempts: 100, duration_in_minutes: 60 },
      pii: { enabled: true },
      email_link: { require_same_client: false },
      enumeration_protection: { enabled: false },
    },
    passkey_settings: { allow_autofill: false, show_sign_in_button: false, satisfies_second_factor: false },
  };
}

function attribute(differences: Record<string, unknown> = {}): Record<string, unknown> {
  return {
    enabled: false,
    required: false,
    used_for_first_factor: false,
    first_factors: [],
    used_for_second_factor: false,
    second_factors: [],
    verifications: [],
    verify_at_sign_up: false,
    immutable: false,
    ...differences,
  };
}
