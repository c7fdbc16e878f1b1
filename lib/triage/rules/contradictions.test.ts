import { describe, expect, it } from "vitest";
import { minutes } from "@/lib/core/duration";
import type { Measured, ProbeName, ProbeStatus, Severity } from "../shapes";
import { contradictionsOf } from "./contradictions";
import { neverLooked, type Settled } from "./settle";

const nowMs = Date.parse("2026-11-24T02:30:00Z");
const ago = (count: number): string => new Date(nowMs - minutes(count)).toISOString();

const say = (probe: ProbeName, status: ProbeStatus, forMinutes = 0, value: Measured | null = null): Settled => ({
  ...neverLooked(probe),
  status,
  value,
  forMs: minutes(forMinutes),
});
const page = (status: ProbeStatus, openSince: string | null = null, forMinutes = 0): Settled =>
  say("clerk_status_page", status, forMinutes, { openSince });
const fine = [say("clerk_api", "ok"), say("clerk_frontend", "ok"), say("console_clerk", "ok")];
const failing = [say("clerk_api", "down", 12), say("clerk_frontend", "down", 9), say("console_clerk", "ok")];

const healthy = { severity: "none" as Severity, for: [], forMs: 0 };
const contradict = (states: Settled[]) => contradictionsOf({ states, measured: healthy, overridden: null, nowMs });

describe("the page about Clerk", () => {
  const table: [string, Settled[], unknown[]][] = [
    ["is green, and so are we", [page("ok"), ...fine], []],
    ["tells of trouble, and we see it, too", [page("degraded", ago(12)), ...failing], []],
    ["told of it before we saw it", [page("degraded", ago(30)), ...failing], []],
    ["told of it half a minute after we saw it", [page("degraded", ago(11.5)), ...failing], []],
    ["tells of trouble without saying since when", [page("degraded"), ...failing], []],
    [
      "is green while we fail",
      [page("ok"), ...failing],
      [{ kind: "page_green_while_failing", probe: "clerk_api", minutes: 12 }],
    ],
    [
      "told of it five minutes after our first bad look",
      [page("degraded", ago(7)), ...failing],
      [{ kind: "page_posted_late", probe: "clerk_api", minutes: 5 }],
    ],
    [
      "is green, but tells of an incident, late",
      [page("ok", ago(7)), ...failing],
      [{ kind: "page_posted_late", probe: "clerk_api", minutes: 5 }],
    ],
    [
      "tells of trouble while we are fine",
      [page("degraded", ago(20), 3), ...fine],
      [{ kind: "page_trouble_while_fine", probe: "clerk_status_page", minutes: 20 }],
    ],
    [
      "tells of trouble without a date while we are fine",
      [page("degraded", null, 3), ...fine],
      [{ kind: "page_trouble_while_fine", probe: "clerk_status_page", minutes: 3 }],
    ],
    ["tells of trouble while we don't know", [page("degraded"), ...fine.slice(1), say("clerk_api", "unknown")], []],
    ["tells of trouble while nobody looks", [page("degraded")], []],
    ["can't be read while we fail", [page("unknown"), ...failing], []],
    ["was never looked at", failing, []],
    ["has an unreadable date", [page("degraded", "soon"), ...failing], []],
    ["is green while something else fails", [page("ok"), ...fine, say("idp_up", "down", 9)], []],
  ];
  it.each(table)("%s", (_what, states, expected) => {
    expect(contradict(states)).toEqual(expected);
  });
});

describe("a person's word", () => {
  const severities: readonly Severity[] = ["sev1", "sev2", "sev3", "none"];
  const pairs = severities.flatMap((measured, worse) =>
    severities.map((overridden, less) => [measured, overridden, worse < less] as const),
  );
  it.each(pairs)("measured %s, held to be %s: contradicted %s", (severity, overridden, contradicted) => {
    const measured = { severity, for: ["idp_jwks"], forMs: minutes(4) };
    const told = contradictionsOf({ states: [], measured, overridden, nowMs });
    expect(told).toEqual(contradicted ? [{ kind: "measured_graver", probe: "idp_jwks", minutes: 4 }] : []);
  });

  it("is contradicted by nobody where there is none", () => {
    const measured = { severity: "sev1" as const, for: ["idp_jwks"], forMs: 0 };
    expect(contradictionsOf({ states: [], measured, overridden: null, nowMs })).toEqual([]);
  });
});
