import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { type Post, startPost } from "./kernel-harness";

let post: Post;
beforeEach(async () => {
  post = await startPost();
});
afterEach(() => post.close());

const letter = (id = "1") => fetch(`${post.url}/letters/${id}`);
const send = (body = '{"to":"mina"}') => fetch(`${post.url}/letters`, { method: "POST", body });
const statuses = async (count: number) => {
  const seen: number[] = [];
  for (let index = 0; index < count; index += 1) seen.push((await letter()).status);
  return seen;
};

describe("a neighbour without faults", () => {
  test("answers its routes, and names the path's parts decoded", async () => {
    expect(await (await letter("a%20b")).json()).toEqual({ letter: "a b" });
    expect(await (await fetch(`${post.url}/bundles/x/y/z`)).json()).toEqual({ rest: "x/y/z" });
  });

  test("says bare application/json", async () => {
    expect((await letter()).headers.get("content-type")).toBe("application/json");
  });

  test("answers an unknown path in its own error shape", async () => {
    const response = await fetch(`${post.url}/nowhere`);
    expect(response.status).toBe(404);
    expect(await response.json()).toEqual({ problem: 404 });
  });

  test("answers 400 to a body that is not JSON, and 500 to its own bug", async () => {
    const complaint = vi.spyOn(console, "error").mockImplementation(() => undefined);
    expect((await send("{")).status).toBe(400);
    expect((await fetch(`${post.url}/broken`)).status).toBe(500);
    expect(complaint).toHaveBeenCalledTimes(1);
    complaint.mockRestore();
  });
});

describe("outage", () => {
  test("drops the connection before anything is answered or done", async () => {
    post.kernel.faults.set("post", { outage: true });
    await expect(send()).rejects.toThrow("fetch failed");
    expect(post.served).toEqual([]);
    expect(post.kernel.journal.entries()).toEqual([]);
  });

  test("also drops a connection that was open before", async () => {
    await letter();
    post.kernel.faults.set("post", { outage: true });
    await expect(letter()).rejects.toThrow("fetch failed");
  });

  test("ends when it is cleared", async () => {
    post.kernel.faults.set("post", { outage: true });
    post.kernel.faults.clear("post");
    expect((await letter()).status).toBe(200);
  });
});

describe("hang", () => {
  test("takes the request and never answers", async () => {
    post.kernel.faults.set("post", { hang: true });
    await expect(fetch(`${post.url}/letters/1`, { signal: AbortSignal.timeout(150) })).rejects.toThrow("timeout");
    expect(post.kernel.journal.entries()).toMatchObject([{ path: "/letters/1", status: null }]);
  });

  test("lets go of those who wait when it is cleared", async () => {
    post.kernel.faults.set("post", { hang: true });
    const received = new Promise<void>((resolve) => post.kernel.journal.onEntry(() => resolve()));
    const waiting = letter();
    await received;
    post.kernel.faults.clear("post");
    await expect(waiting).rejects.toThrow("fetch failed");
    expect((await letter()).status).toBe(200);
  });
});

describe("reset", () => {
  test("breaks off in the middle of an answer, after the work is done", async () => {
    post.kernel.faults.set("post", { reset: true });
    await expect(send().then((response) => response.text())).rejects.toThrow();
    expect(post.served).toEqual(['{"to":"mina"}']);
    expect(post.kernel.journal.entries()).toMatchObject([{ status: 201 }]);
  });
});

describe("a lost answer", () => {
  test("is one of which no byte arrives, after the work is done; the journal knows of no answer", async () => {
    post.kernel.faults.set("post", { answerLost: true });
    await expect(send()).rejects.toThrow("fetch failed");
    expect(post.served).toEqual(['{"to":"mina"}']);
    expect(post.kernel.journal.entries()).toMatchObject([{ path: "/letters", status: null }]);
    post.kernel.faults.clear("post");
    expect((await send()).status).toBe(201);
  });
});

describe("malformed", () => {
  test("answers JSON that stops midway, after the work is done", async () => {
    post.kernel.faults.set("post", { malformed: true });
    const response = await send();
    expect(response.status).toBe(201);
    await expect(response.json()).rejects.toThrow(SyntaxError);
    expect(post.served).toHaveLength(1);
  });
});

describe("an answer that is something else", () => {
  const instead = (malformed: string) => post.kernel.faults.set("post", { malformed });

  test("a page of HTML with 200", async () => {
    instead("html");
    const response = await send();
    expect([response.status, response.headers.get("content-type")]).toEqual([200, "text/html; charset=utf-8"]);
    await expect(response.json()).rejects.toThrow(SyntaxError);
  });

  test("50 MB of JSON, which a reader may leave midway", async () => {
    instead("huge");
    const reader = (await letter()).body?.getReader();
    let read = 0;
    while (read < 2_000_000) read += (await reader?.read())?.value?.length ?? 0;
    await reader?.cancel();
    post.kernel.faults.clear("post");
    expect((await letter()).status).toBe(200);
  });

  test("a gzip bomb: little on the wire, a gibibyte unpacked", async () => {
    instead("gzip-bomb");
    const response = await letter();
    expect(response.headers.get("content-encoding")).toBe("gzip");
    const reader = response.body?.getReader();
    let unpacked = 0;
    while (unpacked < 20_000_000) unpacked += (await reader?.read())?.value?.length ?? 0;
    await reader?.cancel();
  });

  test("a redirect to another host, where whoever follows it is seen", async () => {
    instead("redirect");
    const response = await fetch(`${post.url}/letters/1`, { redirect: "manual" });
    expect([response.status, response.headers.get("location")]).toEqual([
      302,
      `${post.url.replace("127.0.0.1", "localhost")}/followed`,
    ]);
    post.kernel.faults.set("post", { malformed: "redirect", errorShare: 0.5 });
    await letter();
    expect((await letter()).url).toContain("/followed");
    expect(post.kernel.journal.entries().at(-1)?.path).toBe("/followed");
  });

  test("the right body under a wrong type", async () => {
    instead("content-type");
    const response = await letter();
    expect(response.headers.get("content-type")).toBe("application/octet-stream");
    expect(await response.json()).toEqual({ letter: "1" });
  });
});

describe("status", () => {
  test("answers it in the neighbour's error shape and does nothing", async () => {
    post.kernel.faults.set("post", { status: 503, retryAfterSeconds: 7 });
    const response = await send();
    expect(response.status).toBe(503);
    expect(response.headers.get("retry-after")).toBe("7");
    expect(await response.json()).toEqual({ problem: 503 });
    expect(post.served).toEqual([]);
  });

  test("hits exactly every fourth request at a share of a quarter", async () => {
    post.kernel.faults.set("post", { status: 500, errorShare: 0.25 });
    expect(await statuses(8)).toEqual([200, 200, 200, 500, 200, 200, 200, 500]);
  });

  test("is 503 for a share alone", async () => {
    post.kernel.faults.set("post", { errorShare: 0.5 });
    expect(await statuses(4)).toEqual([200, 503, 200, 503]);
  });
});

describe("rateLimit", () => {
  test("answers 429 with Retry-After beyond the limit of the second", async () => {
    vi.spyOn(Date, "now").mockReturnValue(1_800_000_000_000);
    post.kernel.faults.set("post", { rateLimit: 2, retryAfterSeconds: 3 });
    expect(await statuses(3)).toEqual([200, 200, 429]);
    expect((await letter()).headers.get("retry-after")).toBe("3");
    vi.spyOn(Date, "now").mockReturnValue(1_800_000_001_000);
    expect(await statuses(1)).toEqual([200]);
    vi.restoreAllMocks();
  });

  test("allows nothing when it is true", async () => {
    post.kernel.faults.set("post", { rateLimit: true });
    const response = await letter();
    expect([response.status, response.headers.get("retry-after")]).toEqual([429, "1"]);
  });
});

test("latency delays the answer", async () => {
  post.kernel.faults.set("post", { latencyMs: 120 });
  const before = performance.now();
  await letter();
  expect(performance.now() - before).toBeGreaterThanOrEqual(115);
});

test("a part's fault leaves the other parts alone", async () => {
  post.kernel.faults.set("post/7", { status: 500 });
  expect((await letter("7")).status).toBe(500);
  expect((await letter("8")).status).toBe(200);
  post.kernel.faults.set("post/7", { outage: true });
  await expect(letter("7")).rejects.toThrow("fetch failed");
  expect((await letter("8")).status).toBe(200);
});

describe("a fault that is held", () => {
  test("lasts until its own release, whatever is set and cleared beside it", async () => {
    const release = post.kernel.faults.hold("post", { status: 502 });
    post.kernel.faults.set("post", { status: 500 });
    expect(await statuses(1)).toEqual([500]);
    post.kernel.faults.clear();
    expect(await statuses(1)).toEqual([502]);
    expect(post.kernel.faults.all()).toEqual({ post: { status: 502 } });
    release();
    expect(await statuses(1)).toEqual([200]);
  });

  test("by two comes back to the first when the second lets go, in either order", async () => {
    const { faults } = post.kernel;
    for (const order of [0, 1]) {
      const releases = [faults.hold("post", { status: 501 }), faults.hold("post", { status: 502 })];
      expect(await statuses(1)).toEqual([502]);
      releases[order]?.();
      expect(await statuses(1)).toEqual([order === 0 ? 502 : 501]);
      releases[1 - order]?.();
      expect(faults.all()).toEqual({});
    }
  });
});

describe("a fault that makes no sense is refused", () => {
  test.each([
    [{ outage: "yes" }, "outage must be true or false"],
    [{ status: 200 }, "status must be a whole number from 400 to 599"],
    [{ errorShare: 0 }, "errorShare must be a number above 0"],
    [{ latencyMs: -1 }, "latencyMs must be a whole number from 0"],
    [{ malformed: "backwards" }, "malformed must be true, false or one of cut, html"],
    [{ explode: true }, "explode is unknown"],
    [{}, "DELETE clears"],
    ["outage", "A fault is a JSON object"],
  ])("%j", (fault, sentence) => {
    expect(() => post.kernel.faults.set("post", fault)).toThrow(sentence);
  });

  test("and so is a neighbour that is not there", () => {
    expect(() => post.kernel.faults.set("postt", { outage: true })).toThrow(
      'There is no neighbour "postt"; there are: post',
    );
  });
});
