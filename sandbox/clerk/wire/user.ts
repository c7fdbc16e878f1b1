import type { ClerkInstance } from "../instance";
import { membershipsOf, type User } from "../store";
import { membershipJson } from "./organization";

/** A user as the Backend API shows it. */
export function userJson(user: User): Record<string, unknown> {
  return { ...commonJson(user), private_metadata: {}, locale: null };
}

/** A user as the browser sees itself. */
export function frontendUserJson(instance: ClerkInstance, user: User): Record<string, unknown> {
  const memberships = membershipsOf(instance.store, user.id);
  return {
    ...commonJson(user),
    organization_memberships: memberships.map((membership) => membershipJson(instance, membership)),
    create_organizations_limit: 0,
  };
}

function commonJson(user: User): Record<string, unknown> {
  const hasSecondFactor = user.totpCode !== null;
  return {
    object: "user",
    id: user.id,
    external_id: null,
    primary_email_address_id: emailId(user),
    primary_phone_number_id: user.standing?.phone === undefined ? null : phoneId(user),
    primary_web3_wallet_id: null,
    username: null,
    first_name: user.firstName,
    last_name: user.lastName,
    // Empty, so that no page fetches a picture from outside.
    image_url: "",
    has_image: false,
    email_addresses: [emailJson(user)],
    phone_numbers: user.standing?.phone === undefined ? [] : [phoneJson(user, user.standing.phone)],
    web3_wallets: [],
    passkeys: [],
    external_accounts: [],
    saml_accounts: [],
    enterprise_accounts: [],
    public_metadata: {},
    unsafe_metadata: {},
    password_enabled: user.password !== null,
    password_last_updated_at: user.password === null ? null : user.createdAt,
    two_factor_enabled: hasSecondFactor,
    totp_enabled: hasSecondFactor,
    backup_code_enabled: false,
    mfa_enabled_at: hasSecondFactor ? user.createdAt : null,
    mfa_disabled_at: null,
    last_sign_in_at: user.lastSignInAt,
    last_active_at: user.lastActiveAt,
    banned: user.standing?.banned === true,
    locked: user.standing?.locked === true,
    lockout_expires_in_seconds: null,
    verification_attempts_remaining: user.standing?.locked === true ? 0 : 100,
    delete_self_enabled: false,
    create_organization_enabled: false,
    legal_accepted_at: null,
    created_at: user.createdAt,
    updated_at: user.updatedAt,
  };
}

function emailJson(user: User): Record<string, unknown> {
  return {
    object: "email_address",
    id: emailId(user),
    email_address: user.email,
    reserved: false,
    verification: user.standing?.emailUnverified === true ? CODE_NEVER_TYPED : BY_ADMIN,
    linked_to: [],
    matches_sso_connection: false,
    created_at: user.createdAt,
    updated_at: user.updatedAt,
  };
}

const BY_ADMIN = {
  object: "verification_admin",
  status: "verified",
  strategy: "admin",
  attempts: null,
  expire_at: null,
};

const CODE_NEVER_TYPED = {
  object: "verification_otp",
  status: "unverified",
  strategy: "email_code",
  attempts: 0,
  expire_at: null,
};

function phoneJson(user: User, phone: string): Record<string, unknown> {
  return {
    object: "phone_number",
    id: phoneId(user),
    phone_number: phone,
    reserved_for_second_factor: false,
    default_second_factor: false,
    reserved: false,
    verification: BY_ADMIN,
    linked_to: [],
    backup_codes: null,
    created_at: user.createdAt,
    updated_at: user.updatedAt,
  };
}

function emailId(user: User): string {
  return user.id.replace(/^user_/, "idn_");
}

const phoneId = (user: User): string => user.id.replace(/^user_/, "idn_p");
