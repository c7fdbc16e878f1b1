import { createHash } from "node:crypto";
import { afterEach, beforeEach, expect, test } from "vitest";
import { type Post, startPost } from "./kernel-harness";

let post: Post;
beforeEach(async () => {
  post = await startPost();
});
afterEach(() => post.close());

test("keeps what was received, oldest first", async () => {
  const body = '{"to":"jae"}';
  await fetch(`${post.url}/letters?urgent=1`, { method: "POST", body });
  await fetch(`${post.url}/letters/2`);
  const [first, second] = post.kernel.journal.entries();
  expect(first).toMatchObject({ neighbour: "post", method: "POST", path: "/letters?urgent=1", body, status: 201 });
  expect(first?.bodySha256).toBe(createHash("sha256").update(body).digest("hex"));
  expect(second).toMatchObject({ neighbour: "post/2", method: "GET", path: "/letters/2", status: 200 });
  expect(second).not.toHaveProperty("body");
});

test("hides every credential", async () => {
  await fetch(`${post.url}/letters/1`, {
    headers: {
      authorization: "Bearer s3cret",
      "clerk-secret-key": "s3cret",
      cookie: "__client=s3cret",
      "x-kept": "yes",
    },
  });
  const [entry] = post.kernel.journal.entries();
  expect(entry?.headers).toMatchObject({
    authorization: "Bearer [masked]",
    "clerk-secret-key": "[masked]",
    "x-kept": "yes",
  });
  expect(JSON.stringify(entry)).not.toContain("s3cret");
});

test("drops a body above 64 KiB and keeps its hash", async () => {
  const body = JSON.stringify("x".repeat(70_000));
  await fetch(`${post.url}/letters`, { method: "POST", body });
  const [entry] = post.kernel.journal.entries();
  expect(entry).not.toHaveProperty("body");
  expect(entry?.bodySha256).toBe(createHash("sha256").update(body).digest("hex"));
});

test("is asked by neighbour, by part and by time", async () => {
  await fetch(`${post.url}/letters/1`);
  await fetch(`${post.url}/letters/2`);
  const { journal } = post.kernel;
  expect(journal.entries({ neighbour: "post" })).toHaveLength(2);
  expect(journal.entries({ neighbour: "post/2" })).toHaveLength(1);
  expect(journal.entries({ neighbour: "pos" })).toEqual([]);
  expect(journal.entries({ since: new Date(Date.now() + 1000) })).toEqual([]);
});

test("forgets the oldest of a busy neighbour and nothing of a quiet one", () => {
  const { journal } = post.kernel;
  const exchange = {
    method: "GET",
    path: "/",
    query: new URLSearchParams(),
    headers: {},
    cookies: {},
    body: Buffer.alloc(0),
    params: {},
    text: () => "",
    json: () => null,
    form: () => new URLSearchParams(),
  };
  journal.record("quiet", exchange, 200);
  for (let index = 0; index < 20_500; index += 1) journal.record("busy", { ...exchange, path: `/${index}` }, 200);
  const busy = journal.entries({ neighbour: "busy" });
  expect(busy.length).toBeLessThanOrEqual(20_000);
  expect(busy.at(-1)?.path).toBe("/20499");
  expect(journal.entries({ neighbour: "quiet" })).toHaveLength(1);
});
