import { expect, it } from "vitest";
import { hours, minutes } from "@/lib/core/duration";
import { type Hearing, hear, type KeptSignal } from "./hear";

const at = Date.parse("2026-11-22T12:00:00Z");
const raised: KeptSignal = { state: "raised", observedAtMs: at, heardMs: minutes(5), faded: false, sameWords: true };
const cleared: KeptSignal = { ...raised, state: "cleared" };
const later = at + minutes(1);

const cases: [string, KeptSignal, "raised" | "cleared", number, Hearing][] = [
  ["the same again", raised, "raised", at, "nothing"],
  ["seen again soon after", raised, "raised", later, "nothing"],
  ["the same in other words", { ...raised, sameWords: false }, "raised", at, "prolong"],
  ["seen again after an hour", { ...raised, heardMs: hours(1) }, "raised", later, "prolong"],
  ["the same again, an hour later", { ...raised, heardMs: hours(1) }, "raised", at, "prolong"],
  ["one that faded", { ...raised, faded: true }, "raised", at, "raise"],
  ["an older report that comes late", { ...raised, faded: true, sameWords: false }, "raised", at - 1, "nothing"],
  ["taken back", raised, "cleared", later, "clear"],
  ["taken back in the same millisecond", raised, "cleared", at, "clear"],
  ["taken back by a report from before it was raised", raised, "cleared", at - 1, "nothing"],
  ["taken back after it faded", { ...raised, faded: true }, "cleared", later, "clear"],
  ["taken back twice", cleared, "cleared", later, "nothing"],
  ["raised once more", cleared, "raised", later, "raise"],
  ["a report that was on its way when it was cleared", cleared, "raised", at, "nothing"],
];

it.each(cases)("%s", (_what, kept, says, observedAtMs, expected) => {
  expect(hear(kept, { says, observedAtMs })).toBe(expected);
});
