import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { type Controls, serveControl } from "../../sandbox/kernel/control";
import type { Listener } from "../../sandbox/kernel/listen";
import { type Post, startPost } from "./kernel-harness";

let post: Post;
let control: Listener;
let asked: unknown[];

beforeEach(async () => {
  post = await startPost();
  asked = [];
  const controls: Controls = {
    describe: async () => ({ console: "http://localhost:3000" }),
    reset: async () => void asked.push("reset"),
    setRoles: async (email, roles) => {
      asked.push({ email, roles });
      return { email, roles };
    },
    generateOutbox: async (order) => {
      asked.push(order);
      return order;
    },
  };
  control = await serveControl(post.kernel, controls, 0);
});
afterEach(async () => {
  await control.close();
  await post.close();
});

async function call(method: string, path: string, body?: unknown): Promise<{ status: number; json: unknown }> {
  const response = await fetch(`http://127.0.0.1:${control.port}${path}`, {
    method,
    ...(body !== undefined && { body: typeof body === "string" ? body : JSON.stringify(body) }),
  });
  const text = await response.text();
  return { status: response.status, json: text ? JSON.parse(text) : null };
}
const running = async () => {
  const listed = (await call("GET", "/scenarios")).json as { name: string; running: boolean }[];
  return listed.filter((scenario) => scenario.running).map(({ name }) => name);
};
const refused = (code: string, message: unknown = expect.any(String)) => ({ error: { code, message } });

describe("faults", () => {
  test("are set, listed and cleared by name, also a part's name", async () => {
    expect(await call("PUT", "/faults/post/7", { status: 500 })).toEqual({ status: 200, json: { status: 500 } });
    await call("PUT", "/faults/post", { latencyMs: 5 });
    expect((await call("GET", "/faults")).json).toEqual({ "post/7": { status: 500 }, post: { latencyMs: 5 } });
    expect((await fetch(`${post.url}/letters/7`)).status).toBe(500);
    expect((await call("DELETE", "/faults/post/7")).status).toBe(204);
    expect((await fetch(`${post.url}/letters/7`)).status).toBe(200);
    await call("DELETE", "/faults");
    expect((await call("GET", "/faults")).json).toEqual({});
  });

  test("are refused with a sentence when they are wrong", async () => {
    expect(await call("PUT", "/faults/post", { status: 1 })).toMatchObject({
      status: 400,
      json: refused("invalid_fault"),
    });
    expect(await call("PUT", "/faults/nobody", { outage: true })).toMatchObject({
      status: 404,
      json: refused("unknown_neighbour", 'There is no neighbour "nobody"; there are: post.'),
    });
    expect(await call("PUT", "/faults/post", "{")).toMatchObject({ status: 400, json: refused("malformed_body") });
  });

  test.each([{ outage: true }, { hang: true }, { rateLimit: true }])(
    "never reach the control API: %j",
    async (fault) => {
      await call("PUT", "/faults/post", fault);
      expect((await call("GET", "/faults")).json).toEqual({ post: fault });
    },
  );
});

describe("scenarios", () => {
  beforeEach(() => {
    const { faults, scenarios } = post.kernel;
    scenarios.register({
      name: "post-outage",
      title: "The post is shut",
      start: () => void faults.set("post", { outage: true }),
      stop: () => faults.clear("post"),
    });
  });
  test("start, show as running, and stop", async () => {
    expect(await running()).toEqual(["healthy"]);
    expect(await call("POST", "/scenarios/post-outage/start")).toEqual({
      status: 200,
      json: { name: "post-outage", title: "The post is shut", running: true },
    });
    await expect(fetch(`${post.url}/letters/1`)).rejects.toThrow();
    expect(await running()).toEqual(["post-outage"]);
    await call("POST", "/scenarios/post-outage/stop");
    expect((await fetch(`${post.url}/letters/1`)).status).toBe(200);
  });

  test("healthy stops all of them and clears every fault", async () => {
    await call("POST", "/scenarios/post-outage/start");
    await call("PUT", "/faults/post/3", { status: 500 });
    expect((await call("POST", "/scenarios/healthy/start")).json).toMatchObject({ running: true });
    expect(await running()).toEqual(["healthy"]);
    expect((await call("GET", "/faults")).json).toEqual({});
  });

  test("are refused by name when unknown", async () => {
    expect(await call("POST", "/scenarios/flood/start")).toMatchObject({
      status: 404,
      json: refused("unknown_scenario"),
    });
  });
});

describe("the rest of the control API", () => {
  test("describes the world and resets it", async () => {
    expect((await call("GET", "/world")).json).toEqual({ console: "http://localhost:3000" });
    expect((await call("POST", "/reset")).status).toBe(200);
    expect(asked).toEqual(["reset"]);
  });

  test("gives the journal of a neighbour since an instant", async () => {
    await fetch(`${post.url}/letters/1`);
    expect((await call("GET", "/journal?neighbour=post")).json).toMatchObject([{ path: "/letters/1", status: 200 }]);
    const later = new Date(Date.now() + 5000).toISOString();
    expect((await call("GET", `/journal?since=${later}`)).json).toEqual([]);
    expect(await call("GET", "/journal?since=yesterday")).toMatchObject({
      status: 400,
      json: refused("invalid_instant"),
    });
  });

  test("moves the clock forward, never back", async () => {
    const heard: number[] = [];
    post.kernel.clock.onAdvance((seconds) => heard.push(seconds));
    await call("POST", "/clock", { advanceSeconds: 600 });
    expect(post.kernel.clock.now() - Date.now()).toBeGreaterThan(599_000);
    expect(heard).toEqual([600]);
    expect(await call("POST", "/clock", { advanceSeconds: -1 })).toMatchObject({
      status: 400,
      json: refused("invalid_number"),
    });
  });

  test("hands roles and outbox orders on, and refuses what is no such order", async () => {
    await call("POST", "/people/mina%40ops.example/roles", { roles: ["org:admin"] });
    await call("POST", "/outbox/generate", { rows: 10, dead: 3 });
    expect(asked).toEqual([
      { email: "mina@ops.example", roles: ["org:admin"] },
      { rows: 10, dead: 3 },
    ]);
    expect((await call("POST", "/people/x/roles", { roles: "admin" })).json).toEqual(refused("invalid_roles"));
    expect((await call("POST", "/outbox/generate", { rows: 1, dead: 2 })).json).toEqual(refused("invalid_number"));
    expect(await call("GET", "/nothing")).toMatchObject({ status: 404, json: refused("not_found") });
  });
});
