import { afterEach, beforeEach, expect, test } from "vitest";
import { DEPLOY_MS } from "../../sandbox/render/deploy";
import { envOf } from "../../sandbox/render/environment";
import { serviceId, startTestHost, type TestHost } from "./render-harness";

type Listed = { envVar: { key: string; value: string }; cursor: string }[];

let host: TestHost;
beforeEach(async () => {
  host = await startTestHost();
});
afterEach(() => host.close());

const IDP = serviceId("identity-provider");
const FLAG = "ENFORCE_CANONICAL_RESOLUTION";
const put = (key: string, body: unknown) => host.act(`PUT /services/${IDP}/env-vars/${key}`, body);
const remove = (key: string) => host.act(`DELETE /services/${IDP}/env-vars/${key}`);
const value = async (key: string) =>
  (await host.ask<{ value?: string }>(`/services/${IDP}/env-vars/${key}`)).json.value;

async function all(limit = 7): Promise<Record<string, string>> {
  const found: Record<string, string> = {};
  for (let cursor = ""; ; ) {
    const { json } = await host.ask<Listed>(`/services/${IDP}/env-vars?limit=${limit}${cursor}`);
    for (const { envVar } of json) found[envVar.key] = envVar.value;
    if (json.length < limit) return found;
    cursor = `&cursor=${json.at(-1)?.cursor}`;
  }
}

test("keys are listed page by page, and do not fit on the usual one", async () => {
  const { json } = await host.ask<Listed>(`/services/${IDP}/env-vars`);
  expect(json).toHaveLength(20);
  const found = await all();
  expect(Object.keys(found).length).toBeGreaterThan(20);
  expect(found).toMatchObject({ [FLAG]: "false", RAILS_ENV: "production" });
});

test("one key is written and read back, and no other one changes", async () => {
  const before = await all();
  expect(await put(FLAG, { value: "true" })).toMatchObject({ status: 200, json: { key: FLAG, value: "true" } });
  expect(await all()).toEqual({ ...before, [FLAG]: "true" });
  const generated = await put("NEW_SECRET", { generateValue: true });
  expect(await value("NEW_SECRET")).toBe((generated.json as { value: string }).value);
  expect([(await remove("NEW_SECRET")).status, (await remove("NEW_SECRET")).status]).toEqual([204, 404]);
  expect(await all()).toEqual({ ...before, [FLAG]: "true" });
});

test("a colleague who edits another key meanwhile keeps what they wrote", async () => {
  const before = await all();
  await host.control("PUT /render/identity-provider/env-vars/PUMA_WORKERS", { value: "4" });
  await put(FLAG, { value: "true" });
  await host.control("DELETE /render/identity-provider/env-vars/TZ");
  const { TZ: _gone, ...others } = before;
  expect(await all()).toEqual({ ...others, PUMA_WORKERS: "4", [FLAG]: "true" });
});

test("the whole list replaces everything, as whoever writes it will find out", async () => {
  expect((await host.act(`PUT /services/${IDP}/env-vars`, [{ key: FLAG, value: "true" }])).json).toMatchObject([
    { envVar: { key: FLAG, value: "true" }, cursor: expect.any(String) },
  ]);
  expect(await all()).toEqual({ [FLAG]: "true" });
});

test("a change acts on what is deployed after it, and on a deploy that had not begun", async () => {
  const acts = () => {
    const deploy = host.render.platform.nextInstance("identity-provider")?.deploy;
    return deploy && envOf(host.render.platform.get("identity-provider"), deploy)[FLAG];
  };
  await put(FLAG, { value: "true" });
  await host.act(`POST /services/${IDP}/restart`);
  expect([await value(FLAG), acts()]).toEqual(["true", "false"]);
  await host.act(`POST /services/${IDP}/deploys`, {});
  host.kernel.clock.advance(DEPLOY_MS / 1000);
  expect(acts()).toBe("true");
});

test.each([
  ["a value that is none", FLAG, {}],
  ["a number", FLAG, { value: 1 }],
  ["a key that begins with a digit", "1ST", { value: "x" }],
  ["a list", FLAG, []],
])("%s is refused", async (_, key, body) => {
  const before = await all();
  expect((await put(key, body)).status).toBe(400);
  expect(await all()).toEqual(before);
});

test("what is not there is not found, also not what every object has", async () => {
  expect((await host.ask(`/services/${IDP}/env-vars/NOTHING`)).status).toBe(404);
  expect((await host.ask(`/services/${IDP}/env-vars/constructor`)).status).toBe(404);
  expect((await host.ask("/services/srv-nothing/env-vars")).status).toBe(404);
});
