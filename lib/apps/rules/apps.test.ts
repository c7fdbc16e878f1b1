import { describe, expect, it } from "vitest";
import { type AppFields, newApp } from "../shapes";
import { changesOfApp } from "./changes";

const app: AppFields = {
  name: "Storefront",
  role: "app",
  environment: "production",
  hostedOn: "Render",
  url: "https://store.example",
  healthUrl: null,
  renderServiceId: "srv-cukouhrtq21c73e9scng",
  clerkInstance: "managed",
  clerkSecretKeys: ["CLERK_SECRET_KEY"],
};

describe("an app", () => {
  it("tells what changed of it, and nothing else", () => {
    expect(changesOfApp(app, { ...app })).toEqual([]);
    expect(changesOfApp(app, { ...app, renderServiceId: null, clerkSecretKeys: [] })).toEqual([
      { field: "renderServiceId", before: "srv-cukouhrtq21c73e9scng", after: "–" },
      { field: "clerkSecretKeys", before: "CLERK_SECRET_KEY", after: "–" },
    ]);
  });

  it.each([
    ["http on this machine", { url: "http://127.0.0.1:4103" }, true],
    ["http elsewhere", { url: "http://store.example" }, false],
    ["no address at all", { url: "the storefront" }, false],
    ["a script", { healthUrl: "javascript:alert(1)" }, false],
    ["a service id of another kind", { renderServiceId: "dpg-cukouhrtq21c73e9scng" }, false],
    ["a secret instead of its name", { clerkSecretKeys: ["sk_live_abc"] }, false],
    ["an id that is no word for an address", { id: "Store Front" }, false],
    ["an unknown field", { token: "x" }, false],
  ])("with %s is taken, or not", (_what, change, right) => {
    expect(newApp.safeParse({ id: "storefront", ...app, ...change }).success).toBe(right);
  });
});
