import { describe, expect, it } from "vitest";
import type { Deploy, ServiceState } from "@/lib/connectors/render/service-state";
import { minutes, seconds } from "@/lib/core/duration";
import type { ProbeName, ProbeStatus } from "../shapes";
import { judgeService } from "./judge-service";
import { servingDeploys } from "./serving-deploys";
import type { Settled } from "./settle";
import { suspectedDeploys } from "./suspected-deploy";
import { verdictOf } from "./verdict";

const deploy = (id: string, status: string, commit = "a"): Deploy => ({
  id,
  status,
  commit,
  createdAt: null,
  finishedAt: null,
});

describe("what the host knows of a service", () => {
  const well: ServiceState = {
    suspended: false,
    crashLooping: false,
    deploys: [],
    p95Ms: [150, 160, 140, 150, 155],
    errorShare: 0.001,
  };
  it.each([
    ["nothing worse than usual", {}, "ok", null],
    ["it measures nothing", { p95Ms: [], errorShare: null }, "ok", null],
    ["one slow minute", { p95Ms: [150, 150, 150, 2_400] }, "ok", null],
    ["four slow minutes", { p95Ms: [150, 2_100, 2_200, 2_050, 2_300] }, "degraded", "slow"],
    ["three, and a quick one among them", { p95Ms: [2_100, 2_200, 150, 2_300] }, "ok", null],
    ["a tenth fails", { errorShare: 0.1 }, "ok", null],
    ["more than a tenth fails", { errorShare: 0.11 }, "degraded", "errors"],
    ["it is switched off", { suspended: true, errorShare: 0.9 }, "down", "suspended"],
    ["its newest deploy never served", { deploys: [deploy("dep-2", "build_failed")] }, "degraded", "deploy_failed"],
    [
      "one before the newest never served",
      { deploys: [deploy("dep-3", "live"), deploy("dep-2", "update_failed")] },
      "ok",
      null,
    ],
    ["its newest deploy was called off", { deploys: [deploy("dep-2", "canceled")] }, "ok", null],
    ["it is being deployed", { deploys: [deploy("dep-2", "update_in_progress")] }, "ok", null],
    [
      "it fails, which is worse than a deploy that did",
      { errorShare: 0.3, deploys: [deploy("dep-2", "build_failed")] },
      "degraded",
      "errors",
    ],
    ["it crashes again and again", { suspended: true, crashLooping: true }, "down", "stuck_crashlooping"],
  ] as const)("%s", (_what, change, status, detail) => {
    expect(judgeService({ ...well, ...change } as ServiceState)).toEqual({ status, detail });
  });

  it("the last green deploy is the newest that served, with another commit than the one that does", () => {
    const deploys = [
      deploy("dep-5", "build_failed", "e"),
      deploy("dep-4", "live", "d"),
      deploy("dep-3", "deactivated", "d"),
      deploy("dep-2", "deactivated", "c"),
      deploy("dep-1", "deactivated", "b"),
    ];
    expect(servingDeploys(deploys)).toMatchObject({ live: { id: "dep-4" }, lastGreen: { id: "dep-2" } });
    expect(servingDeploys([])).toEqual({ live: null, lastGreen: null });
  });

  it("what a rollback took the place of is not green, also after the next deploy went bad", () => {
    const deploy = (id: string, status: string, commit: string, trigger = "new_commit") => ({
      id,
      status,
      commit,
      trigger,
    });
    const rolledBack = [
      deploy("dep-3", "live", "a", "rollback"),
      deploy("dep-2", "deactivated", "b"),
      deploy("dep-1", "deactivated", "a"),
    ];
    expect(servingDeploys(rolledBack).lastGreen).toBeNull();
    const badAgain = [
      deploy("dep-4", "live", "c"),
      deploy("dep-3", "deactivated", "a", "rollback"),
      ...rolledBack.slice(1),
    ];
    expect(servingDeploys(badAgain).lastGreen?.id).toBe("dep-3");
  });
});

describe("a deploy is suspected", () => {
  const nowMs = Date.parse("2026-11-22T12:00:00Z");
  const state = (probe: ProbeName, status: ProbeStatus, more: Partial<Settled> = {}): Settled => ({
    probe,
    status,
    detail: status === "down" ? "unexpected_answer" : null,
    latencyMs: 9,
    value: null,
    ageMs: 0,
    forMs: minutes(1),
    ...more,
  });
  const deployed = (app: string, agoMs: number, role = "app"): Settled =>
    state(`render/${app}`, "ok", {
      value: { role, deploy: `dep-${app}`, deployedAt: new Date(nowMs - agoMs).toISOString() },
    });

  it.each([
    ["live for a moment before the first bad look", minutes(1) + seconds(40), "dep-idp"],
    ["live half an hour before", minutes(31), "dep-idp"],
    ["live longer than that", minutes(31) + seconds(1), undefined],
    ["said to be live a little after", -minutes(1), "dep-idp"],
    ["live only long after", -minutes(1) - seconds(1), undefined],
  ] as const)("%s", (_when, agoMs, deploy) => {
    expect(suspectedDeploys([state("idp_up", "down"), deployed("idp", agoMs, "idp")], nowMs)[0]?.deploy).toBe(deploy);
  });

  it("only of the app that fails, and only while it does", () => {
    const fresh = [deployed("accounts", minutes(2)), deployed("idp", minutes(2), "idp")];
    const probes = (states: Settled[]) => suspectedDeploys([...states, ...fresh], nowMs).map(({ probe }) => probe);
    expect(suspectedDeploys([state("app/accounts", "down"), ...fresh], nowMs)).toMatchObject([
      { probe: "app/accounts", deploy: "dep-accounts" },
    ]);
    expect(probes([state("app/storefront", "down")])).toEqual([]);
    expect(probes([state("app/accounts", "ok"), state("idp_up", "ok")])).toEqual([]);
    expect(probes([state("app/accounts", "down"), state("idp_up", "down")])).toEqual(["idp_up"]);
  });

  it("of each of two apps that fail, and how grave that is of each by itself", () => {
    const hosts = [deployed("accounts", minutes(2)), deployed("storefront", minutes(3))];
    const failing = (detail: string) => state("app/storefront", "down", { detail });
    const blamed = (states: Settled[]) =>
      verdictOf([...states, ...hosts], nowMs).suspected.map(({ deploy, severity }) => `${deploy} ${severity}`);
    const silent = state("app/accounts", "down", { detail: "unexpected_answer" });
    expect(blamed([silent, failing("timed_out")])).toEqual(["dep-accounts sev1", "dep-storefront sev1"]);
    expect(blamed([silent, failing("middleware_failing")])).toEqual(["dep-accounts sev1", "dep-storefront none"]);
    // Something graver is told first, and it is theirs all the same.
    expect(blamed([silent, state("clerk_api", "down")])).toEqual(["dep-accounts sev1"]);
  });

  it("and then it is the deploy, and not the identity provider; without one it is not", () => {
    const told = (states: Settled[]) => {
      const { category, severity, also } = verdictOf(states, nowMs);
      return [category, severity, ...also.map((each) => each.category)];
    };
    const down = [state("idp_up", "down"), state("idp_token", "down"), state("idp_jwks", "down")];
    expect(told([...down, deployed("idp", minutes(2), "idp")])).toEqual(["bad_deploy", "sev1"]);
    expect(told([...down, deployed("idp", minutes(200), "idp")])).toEqual(["identity_provider_down", "sev1"]);
    expect(
      told([state("app/accounts", "down"), deployed("accounts", minutes(2)), state("idp_database", "down")]),
    ).toEqual(["bad_deploy", "sev1", "identity_provider_down", "middleware_failure"]);
  });
});
