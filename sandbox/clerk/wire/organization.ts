import type { ClerkInstance } from "../instance";
import type { Membership, Organization } from "../store";
import { publicUserJson } from "./public-user";

export function organizationJson(instance: ClerkInstance, organization: Organization): Record<string, unknown> {
  const members = [...instance.store.memberships.values()].filter(
    ({ organizationId }) => organizationId === organization.id,
  );
  return {
    object: "organization",
    id: organization.id,
    name: organization.name,
    slug: organization.slug,
    image_url: "",
    has_image: false,
    members_count: members.length,
    pending_invitations_count: 0,
    max_allowed_memberships: 100,
    admin_delete_enabled: false,
    public_metadata: {},
    created_at: organization.createdAt,
    updated_at: organization.updatedAt,
  };
}

/** An organisation as the Backend API shows it. */
export function backendOrganizationJson(instance: ClerkInstance, organization: Organization): Record<string, unknown> {
  return { ...organizationJson(instance, organization), private_metadata: {}, created_by: organization.createdBy };
}

export function membershipJson(instance: ClerkInstance, membership: Membership): Record<string, unknown> {
  const organization = instance.store.organizations.get(membership.organizationId);
  const user = instance.store.users.get(membership.userId);
  return {
    object: "organization_membership",
    id: membership.id,
    role: membership.role,
    role_name: membership.role.replace(/^org:/, ""),
    permissions: [],
    public_metadata: {},
    organization: organization && organizationJson(instance, organization),
    public_user_data: user && publicUserJson(user),
    created_at: membership.createdAt,
    updated_at: membership.updatedAt,
  };
}

export function backendMembershipJson(instance: ClerkInstance, membership: Membership): Record<string, unknown> {
  const organization = instance.store.organizations.get(membership.organizationId);
  return {
    ...membershipJson(instance, membership),
    private_metadata: {},
    organization: organization && backendOrganizationJson(instance, organization),
  };
}
