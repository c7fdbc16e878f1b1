import "server-only";
import { isDatabaseTrouble } from "@/lib/core/database-trouble";
import { Refused } from "@/lib/core/errors";

/** Runs a read or write of the IdP's database; when that database is the trouble, says so by its code. */
export async function onIdentityDatabase<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (isDatabaseTrouble(error)) throw new Refused({ code: "identity_database_unreachable" });
    throw error;
  }
}
