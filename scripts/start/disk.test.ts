import { tmpdir } from "node:os";
import { expect, it } from "vitest";
import { remedyOfFullDisk } from "./disk.mjs";

it.each([
  "Error: ENOSPC: no space left on device, write",
  'could not extend file "base/5/1": No space left on device',
  "npm error code EDQUOT",
])("tells what to do when a full disk is behind it: %s", (words) => {
  expect(remedyOfFullDisk(words, [tmpdir()])).toContain(tmpdir());
});

it("says nothing of the disk where something else went wrong", () => {
  expect(remedyOfFullDisk("The sandbox ended while starting: ECONNREFUSED", [tmpdir(), "/nowhere"])).toBeNull();
});
