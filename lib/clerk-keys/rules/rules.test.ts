import { describe, expect, it } from "vitest";
import type { ClerkKeyView, Consumer, ConsumerState, Health, KeptClerkRotation } from "../shapes";
import { clerkKeyStage, consumerLine, consumerState, mayVouch, untouched, workAt } from "./consumers";
import { mayClose, mayRelease, maySpread } from "./gates";

const keys = { old: "00000001", fresh: "00000002" };
const now = new Date("2026-11-29T12:00:00Z");
const ago = (seconds: number): string => new Date(now.getTime() - seconds * 1_000).toISOString();
const says = (fingerprint: string | null, clerkReachable = true): Health => ({ fingerprint, clerkReachable });

const app = (about: Partial<Consumer> = {}): Consumer => ({
  ...untouched("accounts"),
  name: "Accounts",
  hostedOn: "Render",
  serviceId: "srv-a",
  envKeys: ["CLERK_SECRET_KEY"],
  health: says(keys.old),
  ...about,
});
const set = { setFingerprint: keys.fresh, setAt: ago(90), deployAskedAt: ago(90) };
const vouched = { vouchedBy: "Jae", vouchedAt: ago(5) };

const rotation = (about: Partial<KeptClerkRotation> = {}): KeptClerkRotation => ({
  id: "r",
  oldFingerprint: keys.old,
  by: "Jae",
  beganAt: ago(300),
  instanceId: "ins_1",
  shownBefore: null,
  askedAt: null,
  newFingerprint: keys.fresh,
  madeAt: ago(200),
  madeIn: "platform",
  oldEndsAt: null,
  releasedAt: null,
  endedAt: null,
  version: 1,
  consumers: [],
  steps: [],
  ...about,
});

function view(
  consumers: readonly Consumer[],
  kept: KeptClerkRotation | null = rotation(),
  lapsed = false,
): ClerkKeyView {
  const lines = consumers.map((each) => consumerLine(each, { ...keys, fresh: kept?.newFingerprint ?? null }));
  const stage = clerkKeyStage(kept, lines);
  const more = { platform: true, goesOn: false, ownIsOld: false, asked: [], known: true, lapsed };
  return { now: now.toISOString(), fingerprint: keys.old, stage, rotation: kept, consumers: lines, ...more };
}

const codeOf = (result: ReturnType<typeof mayRelease>): string => (result.ok ? "ok" : result.refusal.code);

describe("how far an app is", () => {
  const cases: [ConsumerState, Partial<Consumer>][] = [
    ["waiting", {}],
    ["waiting", { ...set, setFingerprint: "00000003" }],
    ["failed", { failure: "host_unreachable" }],
    ["deploying", set],
    ["deploying", { ...set, health: "silent" }],
    ["unseen", { ...set, health: "none" }],
    ["unseen", { ...set, health: says(null) }],
    ["by_hand", { serviceId: null }],
    ["over", { health: says(keys.fresh) }],
    ["over", { serviceId: null, health: says(keys.fresh) }],
    ["vouched", { ...set, ...vouched, health: "none" }],
    ["deploying", { ...set, ...vouched }],
  ];
  it.each(cases)("%s: %o", (state, about) => {
    expect(consumerState(app(about), keys)).toBe(state);
  });

  it("is said by a person only where the app says nothing against it", () => {
    expect(mayVouch(app({ serviceId: null, health: "none" }), keys)).toBe(true);
    expect(mayVouch(app({ serviceId: null, health: says("00000003") }), keys)).toBe(true);
    expect(mayVouch(app({ serviceId: null }), keys)).toBe(false);
    expect(mayVouch(app({ serviceId: null, health: "none" }), { ...keys, fresh: null })).toBe(false);
  });
});

describe("another round", () => {
  it("sets what has another key, deploys what was set and does not report it, and leaves the rest alone", () => {
    const at = (about: Partial<Consumer>) => workAt(app(about), keys, now);
    expect([at({}), at({ ...set, setFingerprint: "00000003" }), at({ failure: "host_refused" })]).toEqual([
      "set",
      "set",
      "set",
    ]);
    expect([at(set), at({ ...set, deployAskedAt: null }), at({ ...set, failure: "x", deployAskedAt: null })]).toEqual([
      "deploy",
      "deploy",
      "deploy",
    ]);
    expect([at({ ...set, deployAskedAt: ago(10) }), at({ health: says(keys.fresh) }), at({ serviceId: null })]).toEqual(
      [null, null, null],
    );
  });

  it("is refused where nothing is left of it, and once the old key may be deleted", () => {
    const over = [app({ health: says(keys.fresh) })];
    expect(codeOf(maySpread(view([app()]), now, keys.fresh))).toBe("ok");
    expect(codeOf(maySpread(view(over), now, keys.fresh))).toBe("nothing_to_change");
    expect(codeOf(maySpread(view(over), now, "00000003"))).toBe("ok");
    expect(codeOf(maySpread(view([]), now, null))).toBe("clerk_key_not_found");
    expect(codeOf(maySpread(view(over, rotation({ releasedAt: ago(1) })), now, keys.fresh))).toBe(
      "clerk_key_wrong_stage",
    );
  });
});

describe("the old key", () => {
  const over = app({ health: says(keys.fresh) });
  it("may be deleted once every app is over and reaches its Clerk, and not sooner", () => {
    expect(codeOf(mayRelease(view([over, app({ ...set, ...vouched, health: "none" })])))).toBe("ok");
    for (const behind of [app(), app(set), app({ ...set, health: "silent" }), app({ serviceId: null, health: "none" })])
      expect(codeOf(mayRelease(view([over, behind])))).toBe("clerk_key_consumer_behind");
    expect(codeOf(mayRelease(view([app({ health: says(keys.fresh, false) })])))).toBe("clerk_key_consumer_behind");
    expect(codeOf(mayRelease(view([over], rotation({ newFingerprint: null }))))).toBe("clerk_key_wrong_stage");
    expect(codeOf(mayRelease(view([over], null)))).toBe("clerk_key_wrong_stage");
  });

  it("is asked for its end when it was released, or has ended by itself", () => {
    expect(codeOf(mayClose(view([over])))).toBe("clerk_key_wrong_stage");
    expect(codeOf(mayClose(view([over], rotation({ releasedAt: ago(1) }))))).toBe("ok");
    expect(codeOf(mayClose(view([app()], rotation(), true)))).toBe("ok");
    const ended = rotation({ releasedAt: ago(9), endedAt: ago(1) });
    expect(codeOf(mayClose(view([over], ended, true)))).toBe("clerk_key_wrong_stage");
  });
});
