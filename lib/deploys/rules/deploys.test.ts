import { describe, expect, it } from "vitest";
import type { HostedDeploy } from "@/lib/connectors/render/deploys";
import type { Triage } from "@/lib/triage/shapes";
import type { FollowState } from "../shapes";
import { mayRollBackAlone } from "./alone";
import { deployOf, type Followed, failureOf, followOf, isOver, isReached, type Seen } from "./follow";
import { hostRefusal } from "./host-refusal";
import { suspicionsOf } from "./suspicion";

const deploy = (id: string, status: string, more: Partial<HostedDeploy> = {}): HostedDeploy => ({
  id,
  status,
  trigger: "rollback",
  commit: "a1",
  message: null,
  createdAt: null,
  finishedAt: null,
  ...more,
});
const followed: Followed = {
  aim: "deploy",
  knownDeploys: ["dep-1", "dep-2"],
  knownInstances: ["i-1", "i-2", "i-3"],
  trigger: "rollback",
  commit: "a1",
  deployId: null,
  state: "accepted",
  ageSeconds: 30,
  unchangedSeconds: 10,
};
const running = (...ids: string[]) => ids.map((id) => ({ id, createdAt: null }));

describe("a change at the host", () => {
  it.each<[string, Partial<Followed>, Seen, FollowState, boolean]>([
    ["a deploy that builds", {}, { deploy: deploy("dep-3", "build_in_progress") }, "build_in_progress", false],
    ["a deploy that serves", {}, { deploy: deploy("dep-3", "live") }, "live", true],
    ["a deploy that served and was replaced", {}, { deploy: deploy("dep-3", "deactivated") }, "deactivated", true],
    ["a deploy that failed", {}, { deploy: deploy("dep-3", "update_failed") }, "update_failed", true],
    ["a deploy that somebody canceled", {}, { deploy: deploy("dep-3", "canceled") }, "canceled", true],
    ["a word that is new to us", {}, { deploy: deploy("dep-3", "marinating") }, "unknown", false],
    ["a deploy that nobody can find yet", {}, { deploy: null }, "accepted", false],
    ["an hour without an end", { ageSeconds: 3_700 }, { deploy: null }, "lost", true],
    [
      "a variable whose deploy serves on one of three",
      { aim: "converged" },
      { deploy: deploy("dep-3", "live"), instances: running("i-9", "i-2", "i-3") },
      "converging",
      false,
    ],
    [
      "the same, ten minutes later",
      { aim: "converged", unchangedSeconds: 601 },
      { deploy: deploy("dep-3", "live"), instances: running("i-9", "i-2", "i-3") },
      "not_converged",
      true,
    ],
    [
      "a variable that every instance has",
      { aim: "converged" },
      { deploy: deploy("dep-3", "live"), instances: running("i-7", "i-8", "i-9") },
      "converged",
      true,
    ],
    [
      "a restart of which nothing shows",
      { aim: "replaced", state: "asked" },
      { instances: running("i-1", "i-2", "i-3") },
      "asked",
      false,
    ],
    [
      "a restart half way",
      { aim: "replaced", state: "asked" },
      { instances: running("i-9", "i-2", "i-3") },
      "restarting",
      false,
    ],
    ["a restart that left nothing running", { aim: "replaced" }, { instances: [] }, "restarting", false],
    ["a cancel that came too late", { aim: "canceled" }, { deploy: deploy("dep-3", "live") }, "live", true],
    ["a cancel that worked", { aim: "canceled" }, { deploy: deploy("dep-3", "canceled") }, "canceled", true],
  ])("%s", (_what, change, seen, state, over) => {
    const now = { ...followed, ...change };
    expect(followOf(now, seen).state).toBe(state);
    expect(isOver(now.aim, state)).toBe(over);
  });

  it("counts how many of the instances are new", () => {
    const seen = { deploy: deploy("dep-3", "live"), instances: running("i-9", "i-2", "i-3") };
    expect(followOf({ ...followed, aim: "converged" }, seen)).toMatchObject({ renewed: 1, instances: 3 });
  });

  it("failed is failed, and canceled is no success of a deploy", () => {
    expect(isReached("deploy", "canceled")).toBe(false);
    expect((["update_failed", "canceled", "not_converged", "live"] as const).map(failureOf)).toEqual([
      "deploy_failed",
      "deploy_canceled",
      "not_converged",
      "deploy_ended",
    ]);
  });

  it("is known as ours by what was not there before, whatever the clocks say", () => {
    const listed = [
      deploy("dep-5", "created", { trigger: "new_commit" }),
      deploy("dep-4", "created", { commit: "b2" }),
      deploy("dep-3", "created"),
      deploy("dep-2", "live"),
    ];
    expect(deployOf(followed, listed)?.id).toBe("dep-3");
    expect(deployOf(followed, listed.slice(0, 2))).toBeNull();
    expect(deployOf({ ...followed, deployId: "dep-2" }, listed)?.id).toBe("dep-2");
  });
});

describe("a call to the host that failed", () => {
  it.each([
    [{ kind: "refused", status: 401, code: null }, "host_credential_refused"],
    [{ kind: "refused", status: 403, code: null }, "host_credential_refused"],
    [{ kind: "refused", status: 404, code: null }, "host_not_found"],
    [{ kind: "refused", status: 409, code: null }, "host_refused"],
    [{ kind: "rate_limited", retryAfterSeconds: 7 }, "host_rate_limited"],
    [{ kind: "timed_out" }, "host_unreachable"],
    [{ kind: "unreachable" }, "host_unreachable"],
    [{ kind: "unexpected_answer", status: 302 }, "host_unexpected"],
    [{ kind: "unknown_outcome" }, "outcome_unknown"],
  ] as const)("%o is %s", (failure, code) => {
    expect(hostRefusal(failure).code).toBe(code);
  });
});

describe("a suspected deploy", () => {
  const host = {
    probe: "render/storefront",
    status: "ok",
    latencyMs: 1,
    observedAt: null,
    detail: null,
    value: { role: "app", deploy: "dep-3", deployedAt: "2026-11-28T10:00:00.000Z", lastGreen: "dep-2" },
  } as const;
  const app = { ...host, probe: "app/storefront", status: "down", detail: "unexpected_answer", value: null } as const;
  const suspect = {
    deploy: "dep-3",
    probe: "app/storefront",
    since: "2026-11-28T10:01:00.000Z",
    severity: "sev1",
  } as const;
  const seen: Parameters<typeof suspicionsOf>[0] = { suspectedDeploys: [suspect], evidence: [app, host] };

  it("comes with what is known of it", () => {
    expect(suspicionsOf(seen)).toEqual([
      {
        app: "storefront",
        deploy: "dep-3",
        deployedAt: "2026-11-28T10:00:00.000Z",
        lastGreen: "dep-2",
        probe: "app/storefront",
        detail: "unexpected_answer",
        failingSince: "2026-11-28T10:01:00.000Z",
        alone: true,
      },
    ]);
    expect(suspicionsOf({ ...seen, suspectedDeploys: [] })).toEqual([]);
    expect(suspicionsOf({ ...seen, evidence: [app] })).toEqual([]);
  });

  it("of each of two apps is one of its own", () => {
    const other = { ...suspect, deploy: "dep-9", probe: "app/accounts" };
    const itsHost = { ...host, probe: "render/accounts", value: { ...host.value, deploy: "dep-9", lastGreen: null } };
    const both = suspicionsOf({ suspectedDeploys: [other, suspect], evidence: [app, host, itsHost] });
    expect(both.map((each) => [each.app, each.deploy, each.lastGreen, each.alone])).toEqual([
      ["accounts", "dep-9", null, true],
      ["storefront", "dep-3", "dep-2", true],
    ]);
  });

  it.each<[string, Triage["suspectedDeploys"], string, boolean]>([
    ["while our own probes say sev1 of it", [suspect], "dep-3", true],
    ["also where it is the second of two", [{ ...suspect, deploy: "dep-9" }, suspect], "dep-3", true],
    ["not where it is sev2", [{ ...suspect, severity: "sev2" }], "dep-3", false],
    ["not where it fails for a reason of its own", [{ ...suspect, severity: "none" }], "dep-3", false],
    ["not for another deploy than the suspected one", [suspect], "dep-4", false],
    ["not by what another app suffers", [suspect, { ...suspect, deploy: "dep-4", severity: "none" }], "dep-4", false],
    ["not where none is suspected", [], "dep-3", false],
  ])("is rolled back alone %s", (_when, suspectedDeploys, id, may) => {
    expect(mayRollBackAlone({ suspectedDeploys }, id)).toBe(may);
  });
});
