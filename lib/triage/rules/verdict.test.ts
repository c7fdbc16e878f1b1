import { describe, expect, it } from "vitest";
import { seconds } from "@/lib/core/duration";
import type { ProbeName, ProbeStatus } from "../shapes";
import { rules } from "./categories";
import { type Sampled, type Settled, settle } from "./settle";
import { verdictOf } from "./verdict";

const every15 = seconds(15);
const nowMs = Date.parse("2026-11-22T12:00:00Z");
const statuses: Record<string, ProbeStatus> = { o: "ok", d: "degraded", x: "down", "?": "unknown" };
/** One letter a sample, newest first. */
const samples = (letters: string, newest = 0): Sampled[] =>
  letters.split("").map((letter, place) => ({
    status: statuses[letter] ?? "unknown",
    detail: `seen_${place}`,
    latencyMs: 10,
    value: null,
    ageMs: newest + place * every15,
  }));

describe("what is held of a probe", () => {
  it.each([
    ["one good look is believed", "o", "ok", 0],
    ["one bad look alone is not known yet", "x", "unknown", 0],
    ["a bad look among good ones is an accident", "xooo", "ok", 45],
    ["two in a row are none", "xxoo", "down", 15],
    ["neither is a good one among bad ones the end", "oxxx", "down", 45],
    ["two good ones are", "ooxx", "ok", 15],
    ["coming and going changes nothing", "xoxoxooo", "ok", 105],
    ["bad, then worse: both must say worse", "xddoo", "degraded", 30],
    ["nobody could look, twice", "??oo", "unknown", 15],
  ] as const)("%s: %s", (_what, letters, status, forSeconds) => {
    expect(settle("idp_up", samples(letters), every15)).toMatchObject({ status, forMs: seconds(forSeconds) });
  });

  it("is told in the words of the newest look that saw it so", () => {
    expect(settle("idp_up", samples("oxx"), every15)?.detail).toBe("seen_1");
  });

  it("is grey after a minute, or after three intervals, however it was", () => {
    expect(settle("idp_up", samples("oo", seconds(60)), every15)).toMatchObject({ status: "ok" });
    expect(settle("idp_up", samples("oo", seconds(61)), every15)).toMatchObject({ status: "unknown", detail: "stale" });
    expect(settle("idp_up", samples("xx", seconds(61)), every15)).toMatchObject({ status: "unknown" });
    expect(settle("idp_up", samples("oo", seconds(299)), seconds(100))).toMatchObject({ status: "ok" });
    expect(settle("idp_up", [], every15)).toBeNull();
  });
});

type Says = { [probe in ProbeName]?: ProbeStatus | [ProbeStatus, string] };
const well: Says = {
  console_clerk: "ok",
  clerk_api: "ok",
  clerk_frontend: "ok",
  clerk_status_page: "ok",
  idp_up: "ok",
  idp_token: "ok",
  idp_jwks: "ok",
  idp_database: "ok",
  outbox: "ok",
  relying_parties: "ok",
  user_sync: "ok",
  identity_links: "ok",
  "app/accounts": "ok",
  "app/storefront": "ok",
};
const bursting: Says = { "signal/error_burst": ["degraded", "error_burst"] };
const states = (says: Says): Settled[] =>
  Object.entries<ProbeStatus | [ProbeStatus, string] | undefined>({ ...well, ...says }).map(([probe, said = "ok"]) => {
    const [status, detail] = Array.isArray(said) ? said : [said, null];
    return { probe: probe as ProbeName, status, detail, latencyMs: 9, value: null, ageMs: 0, forMs: seconds(30) };
  });
const verdict = (says: Says) => {
  const { category, severity, also } = verdictOf(states(says), nowMs);
  return [category, severity, ...also.map((each) => `${each.category} ${each.severity}`)];
};

describe("the verdict", () => {
  const cases: [string, Says, string[]][] = [
    ["all is well", {}, ["healthy", "none"]],
    [
      "Clerk is down, for its customers and for us",
      { clerk_api: "down", clerk_frontend: "down", console_clerk: "down" },
      ["clerk_outage", "sev1"],
    ],
    ["it serves nobody", { clerk_api: ["down", "rate_limited"] }, ["clerk_outage", "sev1"]],
    ["an app is gone", { "app/storefront": ["down", "unexpected_answer"] }, ["middleware_failure", "sev2"]],
    ["an app alone does not reach Clerk", { "app/accounts": ["down", "clerk_unreachable"] }, ["config_error", "sev2"]],
    [
      "no app reaches Clerk, which is down",
      { clerk_frontend: "down", "app/accounts": ["down", "clerk_unreachable"] },
      ["clerk_outage", "sev1"],
    ],
    ["the host can't be asked", { "render/accounts": "unknown" }, ["healthy", "none"]],
    ["the host has suspended a service", { "render/accounts": ["down", "suspended"] }, ["config_error", "sev2"]],
    ["the host measures seconds", { "render/idp": ["degraded", "slow"] }, ["identity_provider_down", "sev2"]],
    ["only our own sign-in is down", { console_clerk: "down" }, ["clerk_outage", "sev2"]],
    [
      "the IdP does not answer",
      { idp_up: "down", idp_jwks: "down", idp_token: "down" },
      ["identity_provider_down", "sev1"],
    ],
    [
      "its database is gone, and all that is read from it",
      { idp_database: "down", outbox: "down", relying_parties: "down", idp_jwks: "down" },
      ["identity_provider_down", "sev1"],
    ],
    ["it answers, late", { idp_up: ["degraded", "slow"] }, ["identity_provider_down", "sev2"]],
    ["no token is issued, though it is up", { idp_token: "down" }, ["identity_provider_down", "sev1"]],
    ["the key set alone is gone", { idp_jwks: "down" }, ["jwks_kid", "sev1"]],
    ["an app's middleware fails", { "app/storefront": ["down", "middleware_failing"] }, ["middleware_failure", "sev2"]],
    ["people are thrown out", { "app/accounts": ["degraded", "session_errors"] }, ["session_issues", "sev3"]],
    ["our key is not known", { clerk_api: ["degraded", "credential_refused"] }, ["config_error", "sev2"]],
    ["one relying party is ill", { relying_parties: ["degraded", "unwell"] }, ["relying_party_down", "sev3"]],
    ["half of them are", { relying_parties: ["down", "many_failing"] }, ["webhook_backlog", "sev2"]],
    ["nothing is sent", { outbox: ["degraded", "dispatcher_behind"] }, ["webhook_backlog", "sev2"]],
    ["one knows no new key", { relying_parties: ["degraded", "signature_rejected"] }, ["jwks_kid", "sev3"]],
    ["one has it already", { relying_parties: ["degraded", "idempotency_conflict"] }, ["webhook_backlog", "sev3"]],
    ["merges contradict", { identity_links: ["degraded", "links_contradict"] }, ["identity_merge", "sev3"]],
    ["new users are missing", { user_sync: ["degraded", "users_missing"] }, ["webhook_backlog", "sev3"]],
    [
      "the page about Clerk says that it burns, and it does not",
      { clerk_status_page: "degraded" },
      ["healthy", "none"],
    ],
    ["the page about Clerk can't be read", { clerk_status_page: "unknown" }, ["healthy", "none"]],
    ["nobody can look at what matters", { idp_up: "unknown" }, ["unknown", "none"]],
    ["a scanner has found a key", { "signal/leaked_key": ["down", "leaked_key"] }, ["key_compromise", "sev1"]],
    [
      "somebody is in who has no business there",
      { "signal/unauthorised_access": ["down", "unauthorised_access"] },
      ["key_compromise", "sev1"],
    ],
    [
      "one person cannot sign in, says the support desk",
      { "signal/one_person": ["degraded", "one_person"] },
      ["one_person", "sev3"],
    ],
    ["an app reports errors", bursting, ["middleware_failure", "sev2"]],
    [
      "an app reports errors, because its middleware fails, which we see ourselves",
      { ...bursting, "app/storefront": ["down", "middleware_failing"] },
      ["middleware_failure", "sev2"],
    ],
    ["an app reports errors, because Clerk is down", { ...bursting, clerk_frontend: "down" }, ["clerk_outage", "sev1"]],
    [
      "an app reports errors, because the IdP is down",
      { ...bursting, idp_up: "down" },
      ["identity_provider_down", "sev1"],
    ],
    ["an app reports errors, because no key can be had", { ...bursting, idp_jwks: "down" }, ["jwks_kid", "sev1"]],
    [
      "a report hides no outage that was measured",
      { "signal/leaked_key": ["down", "leaked_key"], clerk_api: "down" },
      ["clerk_outage", "sev1", "key_compromise sev1"],
    ],
    [
      "a report of a leak comes before what is less grave",
      { "signal/leaked_key": ["down", "leaked_key"], relying_parties: ["down", "many_failing"] },
      ["key_compromise", "sev1", "webhook_backlog sev2"],
    ],
    [
      "two faults at once, the graver first",
      { relying_parties: ["degraded", "unwell"], clerk_frontend: "down" },
      ["clerk_outage", "sev1", "relying_party_down sev3"],
    ],
    [
      "what can't be seen hides no fault that can",
      { idp_up: "unknown", user_sync: ["degraded", "users_missing"] },
      ["webhook_backlog", "sev3"],
    ],
  ];
  it.each(cases)("%s", (_what, says, expected) => {
    expect(verdict(says)).toEqual(expected);
  });

  it("of nobody's looks is none", () => {
    expect(verdictOf([], nowMs)).toMatchObject({ category: "unknown", severity: "none", confidence: "low" });
  });

  it("names what speaks for it and against it, and is as sure as that", () => {
    expect(verdictOf(states({ clerk_api: "down", clerk_frontend: "down" }), nowMs)).toMatchObject({
      for: ["clerk_api", "clerk_frontend"],
      against: ["clerk_status_page"],
      confidence: "high",
      forMs: seconds(30),
    });
    expect(verdictOf(states({ clerk_api: "down" }), nowMs)).toMatchObject({
      against: ["clerk_status_page"],
      confidence: "low",
    });
    expect(verdictOf(states({ idp_jwks: "down" }), nowMs)).toMatchObject({ confidence: "medium" });
  });

  it("every rule is needed: for each there is a world that only it describes", () => {
    const told = new Set(
      cases.flatMap(([, says]) => {
        const { category, severity, also } = verdictOf(states(says), nowMs);
        return [`${category} ${severity}`, ...also.map((each) => `${each.category} ${each.severity}`)];
      }),
    );
    const ofItself = rules.filter(({ deploy }) => deploy !== "suspected");
    for (const { category, severity } of ofItself) expect(told).toContain(`${category} ${severity}`);
  });
});
