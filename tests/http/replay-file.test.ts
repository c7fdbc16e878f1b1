import { expect, test } from "vitest";
import { cookiesOf } from "../support/cast";
import { ask } from "../support/http";

test("the file of a replay is for responders and admins, and there is none of what is no replay", async () => {
  const fetched = async (id: string, cookies?: string) => {
    const { status, json } = await ask({ path: `/api/replays/${id}`, ...(cookies ? { cookies } : {}) });
    return [status, json().code];
  };
  const unknown = crypto.randomUUID();
  expect(await fetched(unknown)).toEqual([401, "not_signed_in"]);
  expect(await fetched(unknown, await cookiesOf("manager", "U"))).toEqual([403, "not_allowed"]);
  const cookies = await cookiesOf("responder", "U");
  expect((await fetched(unknown, cookies))[0]).toBe(404);
  expect((await fetched("no-id", cookies))[0]).toBe(404);
});
