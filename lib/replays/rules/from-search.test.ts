import { expect, test } from "vitest";
import { replayFilterOf } from "./from-search";

test("a replay asks for what a search says, and leaves out what it does not say", () => {
  expect(replayFilterOf({ app: "4", event: "", status: "", q: "age>2h" })).toEqual({ app: "4", q: "age>2h" });
  expect(replayFilterOf({ app: "", event: "user.updated", status: "503", q: "" })).toEqual({
    event: "user.updated",
    status: "503",
  });
});
