import { describe, expect, it } from "vitest";
import type { ProbeStatus, Triage } from "../shapes";
import { leadOf, tallyOf } from "./lead";

const check = (probe: string, status: ProbeStatus = "ok", value: Record<string, number> | null = null) => ({
  probe,
  status,
  latencyMs: 10,
  observedAt: "2026-11-28T12:00:00.000Z",
  detail: null,
  value,
});

const idp = ["idp_up", "idp_token", "idp_jwks", "idp_database"];
const all = (fails: Record<string, ProbeStatus> = {}): Triage["evidence"] =>
  ["clerk_api", "clerk_frontend", ...idp, "outbox", "relying_parties", "console_clerk", "app/one", "app/two"].map(
    (probe) => check(probe, fails[probe], probe === "outbox" ? { dead: 3, diedLately: 0 } : null),
  );

const says = (category: Triage["category"], evidence: Triage["evidence"]): string[] =>
  leadOf({ category, evidence }).map((sentence) => sentence.says);

describe("the line under a verdict", () => {
  it("counts the checks and the dead when all is well", () => {
    expect(leadOf({ category: "healthy", evidence: all() })).toEqual([
      { says: "allOk", all: 11 },
      { says: "dead", dead: 3, growing: 0 },
    ]);
  });

  it("does not say that all are ok when one can't be seen", () => {
    const [first] = leadOf({ category: "healthy", evidence: all({ console_clerk: "unknown" }) });
    expect(first).toEqual({ says: "notAllOk", all: 11, ok: 10, failing: 0, unseen: 1 });
  });

  it("says what fails beside, and what still works by evidence", () => {
    const down = all({ clerk_api: "down", clerk_frontend: "down", "app/one": "down" });
    expect(leadOf({ category: "clerk_outage", evidence: down })).toEqual([
      { says: "consequence" },
      { says: "apps", failing: 1, all: 2 },
      { says: "identityProviderWorks" },
      { says: "deliveriesWork" },
    ]);
  });

  it("calls nothing working that was not seen to work", () => {
    expect(says("clerk_outage", all({ clerk_api: "down", idp_token: "unknown" }))).not.toContain(
      "identityProviderWorks",
    );
    expect(says("unknown", [])).toEqual(["unseen"]);
  });

  it("tells when nobody can sign in to this console either", () => {
    expect(says("clerk_outage", all({ clerk_api: "down", console_clerk: "down" }))).toContain("consoleSignIn");
  });

  it("does not count the dead of a database that nobody reads", () => {
    expect(says("healthy", all({ outbox: "unknown" }))).toEqual(["notAllOk"]);
  });
});

describe("the tally", () => {
  it("puts every check into one of three heaps", () => {
    const evidence = all({ clerk_api: "down", outbox: "degraded", idp_up: "unknown" });
    expect(tallyOf(evidence)).toEqual({ all: 11, ok: 8, failing: 2, unseen: 1 });
  });
});
