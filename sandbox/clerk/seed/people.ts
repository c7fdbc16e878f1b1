import { PASSWORD, PEOPLE, type SandboxPerson } from "../../people";
import { seededId } from "../ids";
import type { ClerkInstance } from "../instance";
import { setRoles } from "../roles";
import type { Organization, User } from "../store";

const FOUNDED_AT = Date.parse("2026-01-05T09:00:00Z");

/** The console's own instance: the people, their organisation, and one that Theo made for himself. */
export function seedPeople(instance: ClerkInstance, organizationId: string): void {
  const users = PEOPLE.map((person, index) => addUser(instance, person, FOUNDED_AT + index * 60_000));
  const founder = users[0];
  if (!founder) throw new Error("Nobody is there to found the organisation.");
  addOrganization(instance, founder, {
    id: organizationId,
    name: "Sallyport Operations",
    slug: "sallyport-operations",
  });
  for (const { email, role } of PEOPLE) {
    if (role !== null) setRoles(instance, organizationId, { email, roles: [role] });
  }
  const theo = users.find(({ email }) => email.startsWith("theo@"));
  if (!theo) throw new Error("Theo is missing.");
  // Anyone may make an organisation and be its admin: the console must not care.
  const own = addOrganization(instance, theo, { id: seededId("org", "theo"), name: "Theo's", slug: "theos" });
  setRoles(instance, own.id, { email: theo.email, roles: ["org:admin"] });
}

function addUser(instance: ClerkInstance, person: SandboxPerson, createdAt: number): User {
  const user: User = {
    id: seededId("user", person.email),
    email: person.email,
    firstName: person.firstName,
    lastName: person.lastName,
    password: PASSWORD,
    totpCode: person.code,
    lastOrganizationId: null,
    createdAt,
    updatedAt: createdAt,
    lastSignInAt: null,
    lastActiveAt: null,
  };
  instance.store.users.set(user.id, user);
  return user;
}

function addOrganization(
  instance: ClerkInstance,
  founder: User,
  names: Pick<Organization, "id" | "name" | "slug">,
): Organization {
  const { createdAt } = founder;
  const organization: Organization = { ...names, createdBy: founder.id, createdAt, updatedAt: createdAt };
  instance.store.organizations.set(organization.id, organization);
  return organization;
}
