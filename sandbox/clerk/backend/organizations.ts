import type { Route } from "../../kernel/routing";
import { notFound } from "../errors";
import type { ClerkInstance } from "../instance";
import { readList, readPage, takePage } from "../paging";
import { findMembership, type Membership, type Organization } from "../store";
import { backendMembershipJson, backendOrganizationJson } from "../wire/organization";
import { backendRoute, ok } from "./call";

export function organizationRoutes(instance: ClerkInstance): Route[] {
  return [
    backendRoute(instance, "GET", "/organizations", ({ query }) => {
      const page = takePage(selectOrganizations(instance, query), readPage(query));
      const data = page.data.map((organization) => backendOrganizationJson(instance, organization));
      return ok({ data, total_count: page.totalCount });
    }),
    backendRoute(instance, "GET", "/organizations/:organizationId", ({ params }) =>
      ok(backendOrganizationJson(instance, requireOrganization(instance, params.organizationId))),
    ),
    backendRoute(instance, "GET", "/organizations/:organizationId/memberships", ({ params, query }) => {
      const organization = requireOrganization(instance, params.organizationId);
      const page = takePage(selectMemberships(instance, organization, query), readPage(query));
      const data = page.data.map((membership) => backendMembershipJson(instance, membership));
      return ok({ data, total_count: page.totalCount });
    }),
  ];
}

/** By id or by slug, as Clerk takes both. */
function requireOrganization(instance: ClerkInstance, idOrSlug: string | undefined): Organization {
  const organizations = [...instance.store.organizations.values()];
  const organization = organizations.find(({ id, slug }) => id === idOrSlug || slug === idOrSlug);
  if (!organization) throw notFound("The organization");
  return organization;
}

function selectOrganizations(instance: ClerkInstance, query: URLSearchParams): Organization[] {
  const text = query.get("query")?.toLowerCase() ?? "";
  const ids = readList(query, "organization_id");
  const members = readList(query, "user_id");
  return [...instance.store.organizations.values()].filter(
    ({ id, name, slug }) =>
      `${id} ${name} ${slug}`.toLowerCase().includes(text) &&
      (ids.length === 0 || ids.includes(id)) &&
      (members.length === 0 || members.some((userId) => findMembership(instance.store, userId, id) !== undefined)),
  );
}

function selectMemberships(instance: ClerkInstance, organization: Organization, query: URLSearchParams): Membership[] {
  const users = readList(query, "user_id");
  const roles = readList(query, "role");
  return [...instance.store.memberships.values()].filter(
    ({ organizationId, userId, role }) =>
      organizationId === organization.id &&
      (users.length === 0 || users.includes(userId)) &&
      (roles.length === 0 || roles.includes(role)),
  );
}
