import { describe, expect, it } from "vitest";
import { pinFault } from "./pin";

describe("a PIN", () => {
  it.each(["731958", "4815162342", "902614", "270419385016"])("%s would do", (pin) => {
    expect(pinFault(pin)).toBeNull();
  });

  it.each([
    ["", "too_short"],
    ["73195", "too_short"],
    ["7319582640137", "too_long"],
    ["73195a", "not_digits"],
    ["731 958", "not_digits"],
    ["٧٣١٩٥٨", "not_digits"],
    ["-731958", "not_digits"],
  ] as const)("%j would not: %s", (pin, fault) => {
    expect(pinFault(pin)).toBe(fault);
  });

  it.each([
    ["000000", "one digit"],
    ["131313", "two digits"],
    ["112323", "three digits"],
    ["123456", "a run upwards"],
    ["987654", "a run downwards"],
    ["890123", "a run over the nine"],
    ["135791", "a run in steps of two"],
    ["12341234", "a block twice"],
    ["12344321", "the same from behind"],
    ["147258", "a way over the keys"],
  ])("%s is guessed first: %s", (pin) => {
    expect(pinFault(pin)).toBe("guessable");
  });

  it("leaves at least nine in ten of the six-digit ones to choose from", () => {
    let good = 0;
    for (let pin = 0; pin < 1_000_000; pin += 101) if (pinFault(String(pin).padStart(6, "0")) === null) good += 1;
    expect(good / (1_000_000 / 101)).toBeGreaterThan(0.9);
  });
});
