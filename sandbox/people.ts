/** The cast of the console's own organisation. Every password and code is for the sandbox only. */
export type SandboxPerson = {
  key: string;
  email: string;
  firstName: string;
  lastName: string;
  /** The role in the organisation that the console trusts; null: none. */
  role: string | null;
  /** The person's second factor; null: none. */
  code: string | null;
};

export const PASSWORD = "sandbox-only";
const CODE = "424242";

export const PEOPLE: readonly SandboxPerson[] = [
  person("mina", "Mina", "Seo", "org:responder"),
  person("jae", "Jae", "Han", "org:admin"),
  person("ari", "Ari", "Levin", "org:admin"),
  person("sol", "Sol", "Park", "org:manager"),
  person("theo", "Theo", "Brandt", null),
  person("uma", "Uma", "Rao", "org:responder", null),
];

function person(
  key: string,
  firstName: string,
  lastName: string,
  role: string | null,
  code: string | null = CODE,
): SandboxPerson {
  return { key, email: `${key}@ops.example`, firstName, lastName, role, code };
}
