import { createHash } from "node:crypto";
import type { Kernel } from "../kernel/kernel";
import type { Scenario } from "../kernel/scenarios";
import { reversible } from "./reversible";
import type { Surroundings } from "./surroundings";

/** The customers' secret key stands in a public repository: a stranger lists people with it, and a scanner reports it. */
export function secretKeyLeak(_kernel: Kernel, { clerkManaged, secretScanner }: Surroundings): Scenario {
  const { secretKey } = clerkManaged.instance;
  const fingerprint = createHash("sha256").update(secretKey).digest("hex").slice(0, 8);
  const listPeople = async () => {
    const answer = await fetch(`http://127.0.0.1:${clerkManaged.port}/v1/users?limit=500`, {
      headers: { authorization: `Bearer ${secretKey}`, "user-agent": "python-requests/2.32.3" },
    }).catch(() => null);
    // A Clerk that is away is of no use to a stranger either.
    await answer?.body?.cancel();
  };
  return reversible(
    { name: "secret-key-leak", title: "The customers' Clerk secret key is public, and somebody uses it" },
    async ({ later, meanwhile }) => {
      meanwhile(listPeople);
      await listPeople();
      later(
        secretScanner.report({
          subject: `clerk_secret_key:${fingerprint}`,
          note: "A Clerk secret key was pushed to a public repository.",
        }),
      );
    },
  );
}
