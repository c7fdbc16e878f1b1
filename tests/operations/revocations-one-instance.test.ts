import { afterAll, beforeAll, expect, it } from "vitest";
import { previewOperation } from "@/lib/operations/perform/preview";
import { codeOf, must, newRef } from "../support/acts";
import { Stage } from "../support/stage";
import { world } from "../support/world";

/** As in many a small company: the customers' Clerk and our own are one. */
let stage: Stage;
beforeAll(async () => {
  const { CLERK_API_URL, CLERK_SECRET_KEY } = world().env.product;
  Object.assign(process.env, { MANAGED_CLERK_API_URL: CLERK_API_URL, MANAGED_CLERK_SECRET_KEY: CLERK_SECRET_KEY });
  stage = await Stage.open();
});
afterAll(() => stage.close());

async function accounts(email?: string): Promise<string[]> {
  const { rows } = await stage.cast.own.owner.query<{ id: string }>(
    `SELECT a.clerk_user_id AS id FROM person_accounts a JOIN people p ON p.id = a.person_id WHERE $1::text IS NULL OR p.email = $1`,
    [email ?? null],
  );
  return rows.map(({ id }) => id);
}

it("nobody signs themselves out by it", async () => {
  const { admin, responder } = stage.cast.people;
  const [own] = await accounts(admin.email);
  const show = async (user: string | undefined) =>
    codeOf(
      await previewOperation(await admin.actor(), newRef(), { operation: "session.revoke-person", input: { user } }),
    );
  expect(await show(own)).toBe("not_on_oneself");
  const [colleague] = await accounts(responder.email);
  expect(await show(colleague)).toBe("ok");
});

it("whoever works here stays signed in while everyone is signed out, and the preview says so", async () => {
  const { admin } = stage.cast.people;
  const asking = { operation: "session.revoke-everyone", input: {} };
  const { lines } = must(await previewOperation(await admin.actor(), newRef(), asking)).preview;
  const known = await accounts();
  expect(lines).toContainEqual({ key: "sessions.preview.own", values: { users: known.length } });
  const request = await stage.readyWithApproval(admin, asking);
  expect(codeOf(await stage.confirm(request))).toBe("ok");
  const { rows } = await stage.cast.own.owner.query<{ users: string[] }>(
    "SELECT except_users AS users FROM session_revocations WHERE request_id = $1",
    [request.id],
  );
  expect(rows[0]?.users.toSorted()).toEqual(known.toSorted());
  expect(known.length).toBeGreaterThanOrEqual(4);
});
