import { describe, expect, it } from "vitest";
import { categories, type Triage } from "../shapes";
import { nextSteps, notNow } from "./next-steps";

const evidence = (probe: string, value: Record<string, string | string[]>): Triage["evidence"][number] => ({
  probe,
  status: "degraded",
  latencyMs: 10,
  observedAt: null,
  detail: null,
  value,
});
const world = (triage: Partial<Triage> & Pick<Triage, "category">) => ({
  triage: { for: [], evidence: [], suspectedDeploy: null, ...triage },
  apps: [{ id: "storefront", name: "Storefront" }],
  relyingParties: [
    { id: "12", name: "EB" },
    { id: "13", name: "Norae" },
    { id: "14", name: "Solbit" },
  ],
});

describe("what to do next", () => {
  it("is nothing when all is well, and something for everything else", () => {
    for (const category of categories) {
      const steps = nextSteps(world({ category, suspectedDeploy: "dep-1" }));
      expect([category, steps.length > 0]).toEqual([category, category !== "healthy"]);
    }
  });

  it("leads to the one relying party that fails, and to its own dead deliveries", () => {
    const failing = evidence("relying_parties", { unwell: ["13"] });
    expect(nextSteps(world({ category: "relying_party_down", evidence: [failing] }))).toEqual([
      { step: "look_at_receiver", name: "Norae", href: "/relying-parties/13" },
      { step: "retry_dead", operation: "delivery.retry", href: "/deliveries?app=13" },
    ]);
  });

  it("names two of many, and leads to all dead deliveries", () => {
    const failing = evidence("relying_parties", { unwell: ["12", "13", "14"] });
    const steps = nextSteps(world({ category: "webhook_backlog", evidence: [failing] }));
    expect(steps.map(({ href }) => href)).toEqual(["/relying-parties/12", "/relying-parties/13", "/deliveries"]);
  });

  it("names the deploy that is suspected and the one before it, and never a rollback without one", () => {
    const host = evidence("render/idp", { deploy: "dep-2", lastGreen: "dep-1" });
    const [first] = nextSteps(world({ category: "bad_deploy", evidence: [host], suspectedDeploy: "dep-2" }));
    expect(first).toMatchObject({ step: "roll_back", deploy: "dep-2", lastGreen: "dep-1" });
    expect(nextSteps(world({ category: "bad_deploy" })).map(({ step }) => step)).not.toContain("roll_back");
  });

  it("finds the person whom a report is about", () => {
    const report = evidence("signal/one_person", { subject: "customer 01&x" });
    const [first] = nextSteps(world({ category: "one_person", evidence: [report] }));
    expect(first).toEqual({ step: "find_person", href: "/people?q=customer%2001%26x" });
    expect(nextSteps(world({ category: "one_person" }))[0]?.href).toBe("/people");
  });

  it("leads to the key that a report names, and to its revocation", () => {
    const report = evidence("signal/leaked_key", { subject: "whk-eb-3" });
    const [first] = nextSteps(world({ category: "key_compromise", evidence: [report] }));
    expect(first).toEqual({ step: "replace_key", operation: "key.compromise", href: "/keys?leaked=whk-eb-3" });
    expect(nextSteps(world({ category: "key_compromise" }))[0]?.href).toBe("/keys");
    const secret = evidence("signal/leaked_key", { subject: "clerk_secret_key:0a1b2c3d" });
    expect(nextSteps(world({ category: "key_compromise", evidence: [secret] }))[0]).toEqual({
      step: "replace_key",
      operation: "clerk-key.replace",
      href: "/keys/secret/0a1b2c3d",
    });
  });

  it("leads to the app whose check speaks for it", () => {
    const [first] = nextSteps(world({ category: "middleware_failure", for: ["app/storefront"] }));
    expect(first).toEqual({ step: "look_at_app", name: "Storefront", href: "/settings/apps/storefront" });
  });
});

describe("what not to do now", () => {
  it("speaks against a rollback only where no deploy is suspected", () => {
    expect(notNow({ category: "clerk_outage", suspectedDeploy: null })).toContain("roll_back");
    expect(notNow({ category: "clerk_outage", suspectedDeploy: "dep-1" })).not.toContain("roll_back");
  });
});
