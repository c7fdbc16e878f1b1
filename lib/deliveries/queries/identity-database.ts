import "server-only";
import { isDatabaseTrouble, isStatementTimeout } from "@/lib/core/database-trouble";
import { Refused } from "@/lib/core/errors";

/** Runs a read or write of the IdP's database; when that database is the trouble, says so by its code, and whether it is only slow. */
export async function onIdentityDatabase<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    const slow = isStatementTimeout(error);
    if (slow || isDatabaseTrouble(error)) {
      throw new Refused({ code: "identity_database_unreachable", ...(slow ? { facts: { slow } } : {}) });
    }
    throw error;
  }
}
