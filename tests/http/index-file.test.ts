import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { cookiesOf } from "../support/cast";
import { ask } from "../support/http";

test("the indexes that the outbox wants are a file for whoever is signed in, and for nobody else", async () => {
  const path = "/api/identity-provider-indexes";
  const stranger = await ask({ path });
  expect([stranger.status, stranger.json().code]).toEqual([401, "not_signed_in"]);
  const { status, text, headers } = await ask({ path, cookies: await cookiesOf("manager", "U") });
  expect(status).toBe(200);
  expect(headers["content-disposition"]).toBe('attachment; filename="identity-provider-indexes.sql"');
  expect(text).toBe(readFileSync("docs/identity-provider-indexes.sql", "utf8"));
});
