import { describe, expect, it } from "vitest";
import { readFactor } from "./factor";

describe("reading factors from a session token", () => {
  it("reads the age of a real second factor", () => {
    expect(readFactor({ fva: [3, 7], rvid: "sver_1" })).toEqual({
      secondFactorAgeMinutes: 7,
      reverification: "sver_1",
      issuesReverification: true,
    });
  });

  it("takes no claim, a short one, a negative or a strange one for never", () => {
    for (const fva of [
      undefined,
      null,
      [],
      [1],
      [1, -1],
      [-1, 1],
      [1, Number.NaN],
      ["1", "1"],
      [1, 2, 3],
      { 0: 1, 1: 1 },
      "1,1",
      [1, 0.5],
    ]) {
      expect(readFactor({ fva, rvid: null }).secondFactorAgeMinutes, JSON.stringify(fva)).toBeNull();
    }
  });

  it("tells a session never re-verified from an instance that issues no rvid", () => {
    expect(readFactor({ fva: [0, 0], rvid: null }).reverification).toBeNull();
    expect(readFactor({ fva: [0, 0], rvid: "" }).reverification).toBeNull();
    expect(readFactor({ fva: [0, 0] })).toMatchObject({ reverification: null, issuesReverification: false });
    expect(readFactor({ fva: [0, 0], rvid: null }).issuesReverification).toBe(true);
    expect(readFactor({ fva: [0, 0], rvid: { $ne: 1 } }).reverification).toBeNull();
  });
});
