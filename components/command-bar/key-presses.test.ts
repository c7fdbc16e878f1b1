import { describe, expect, it } from "vitest";
import { askedBy } from "./key-presses";

const press = (key: string, more = {}) => ({ key, keyCode: 13, isComposing: false, ...more });

describe("a key that is pressed in the command bar", () => {
  it.each([
    ["ArrowDown", 1, 2],
    ["ArrowDown", 2, 0],
    ["ArrowUp", 0, 2],
    ["PageDown", 0, 2],
    ["PageUp", 2, 0],
  ])("%s leads from %i of three to %i", (key, at, to) => {
    expect(askedBy(press(key), at, 3)).toBe(to);
    expect(askedBy(press(key), 0, 0)).toBeNull();
  });

  it("goes where the chosen one leads by Enter, and asks nothing by any other", () => {
    expect(["Enter", "a", "Tab"].map((key) => askedBy(press(key), 0, 3))).toEqual(["go", null, null]);
  });

  it.each([{ isComposing: true }, { keyCode: 229 }])("belongs to what is being composed, as %j says", (more) => {
    expect(["Enter", "ArrowDown"].map((key) => askedBy(press(key, more), 0, 3))).toEqual([null, null]);
  });
});
