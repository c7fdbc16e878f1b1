import { afterAll, beforeAll, expect, it } from "vitest";
import { dashboardKey, deleteKey, fingerprintOf, firstKeyAgain, managedKey } from "../support/clerk-keys";
import { ClerkStage } from "../support/clerk-stage";
import { control } from "../support/control";
import { committedValue } from "../support/host";

const hosted = ["accounts", "storefront"];
let clerk: ClerkStage;

beforeAll(async () => {
  // Browsers meet another instance than the one that the pasted key opens.
  const other = (await control.describe()).neighbours["clerk-console"];
  if (typeof other !== "object") throw new Error("there is no other Clerk");
  process.env.MANAGED_CLERK_FRONTEND_URL = other.frontendApi;
  clerk = await ClerkStage.open();
  await clerk.uses(hosted);
  await clerk.deployed(hosted);
});
afterAll(async () => {
  await firstKeyAgain(hosted);
  await clerk.stage.close();
});

it("where no key of ours can say which instance is ours, a pasted one that opens another than browsers meet is set nowhere", async () => {
  const [old, before] = [await clerk.reports("accounts"), await clerk.held("accounts")];
  await deleteKey(fingerprintOf(managedKey()));
  const fresh = await dashboardKey();
  const { commitment, confided } = committedValue(fresh);
  const input = { fingerprint: old, newFingerprint: fingerprintOf(fresh), commitment };
  expect((await clerk.run("clerk-key.adopt", input, confided)).code).toBe("clerk_key_foreign");
  expect([await clerk.held("accounts"), await clerk.held("storefront")]).toEqual([before, before]);
  expect(await clerk.view(old)).toMatchObject({ stage: "making", rotation: { newFingerprint: null } });
});
