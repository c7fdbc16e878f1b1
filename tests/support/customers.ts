import { idpRows } from "./rows";
import { world } from "./world";

/** The sandbox's customers by their number, which is their id at the identity provider, too. */
export const characters = { banned: 18, locked: 24, unverified: 32, unsynced: 36, ringed: 41, telephone: 48, well: 51 };

export const emailOf = (number: number): string => `customer-${String(number).padStart(3, "0")}@customers.example`;

/** A customer's id at Clerk, by the identity provider's own row; of the one whom it lacks, by Clerk itself. */
export async function clerkIdOf(number: number): Promise<string> {
  const [row] = await idpRows<{ id: string }>("SELECT clerk_id AS id FROM users WHERE email = $1", [emailOf(number)]);
  return row?.id ?? askClerk(number);
}

async function askClerk(number: number): Promise<string> {
  const { MANAGED_CLERK_API_URL: at, MANAGED_CLERK_SECRET_KEY: key } = world().env.product;
  const asked = new URL(`/v1/users?email_address=${encodeURIComponent(emailOf(number))}`, at);
  const answer = await fetch(asked, { headers: { authorization: `Bearer ${key}` } });
  const [user] = (await answer.json()) as { id: string }[];
  if (!user) throw new Error(`Clerk has no customer ${number}.`);
  return user.id;
}
