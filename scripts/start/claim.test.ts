import { spawn } from "node:child_process";
import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { claim } from "./claim.mjs";

describe("a claim on a state folder", () => {
  let folder: string;
  let file: string;

  beforeEach(() => {
    folder = mkdtempSync(path.join(tmpdir(), "sallyport-claim-"));
    file = path.join(folder, "running.json");
  });

  afterEach(() => rmSync(folder, { recursive: true }));

  it("is gone after its release", async () => {
    const owner = await claim(file);
    expect(existsSync(file)).toBe(true);
    owner.release();
    expect(existsSync(file)).toBe(false);
  });

  it("is refused while another start of ours holds it", async () => {
    const other = spawn(process.execPath, ["-e", "setInterval(() => {}, 1000)", "scripts/start.mjs"], {
      stdio: "ignore",
    });
    writeFileSync(file, JSON.stringify({ pid: other.pid, leashes: [] }));
    try {
      await expect(claim(file)).rejects.toThrow(`Stop it first: kill ${other.pid}`);
    } finally {
      other.kill();
    }
  });

  it("outlives a killed start, a number that now belongs to somebody else, and a file that was never finished", async () => {
    for (const left of [
      JSON.stringify({ pid: 2 ** 22 + 1, leashes: [] }),
      JSON.stringify({ pid: 1, leashes: [1] }),
      "",
    ]) {
      writeFileSync(file, left);
      (await claim(file)).release();
    }
  });

  it("waits for the leashes that a killed start left", async () => {
    // The last thing that it does: whoever waited for it finds this.
    const farewell = path.join(folder, "farewell");
    const life = `setTimeout(() => require("node:fs").writeFileSync(${JSON.stringify(farewell)}, ""), 700)`;
    const leash = spawn(process.execPath, ["-e", life, "leash.mjs"], { stdio: "ignore" });
    writeFileSync(file, JSON.stringify({ pid: 2 ** 22 + 1, leashes: [leash.pid] }));
    (await claim(file)).release();
    expect(existsSync(farewell)).toBe(true);
  });
});
