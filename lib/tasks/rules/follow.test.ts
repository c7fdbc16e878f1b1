import { describe, expect, it } from "vitest";
import type { HostedJob } from "@/lib/connectors/render/jobs";
import { taskStates } from "../shapes";
import { type FollowedTask, isTaskDecided, isTaskOver, jobOf, taskFailureOf, taskStateOf } from "./follow";
import { hasPrinted, type PrintedProof } from "./printed";

const command = "bundle exec rails 'identity:purge_canonical[12]'";
const job = (id: string, status = "succeeded", startCommand: string | null = command): HostedJob => ({
  id,
  status,
  startCommand,
  createdAt: null,
  finishedAt: null,
});
const followed: FollowedTask = {
  command,
  knownJobs: ["job-old"],
  jobId: null,
  state: "accepted",
  ageSeconds: 5,
  unchangedSeconds: 5,
};

describe("the job that came of a call", () => {
  it("is the one that is known by its id, whatever else runs the same", () => {
    expect(jobOf({ ...followed, jobId: "job-b" }, [job("job-c"), job("job-b")])?.id).toBe("job-b");
    expect(jobOf({ ...followed, jobId: "job-x" }, [job("job-c")])).toBeNull();
  });

  it("is else the first one with the same command that was not there before", () => {
    const other = "bundle exec rails 'identity:purge_canonical[120]'";
    expect(jobOf(followed, [job("job-c"), job("job-b"), job("job-old")])?.id).toBe("job-b");
    expect(
      jobOf(followed, [job("job-x", "succeeded", other), job("job-y", "running", null), job("job-old")]),
    ).toBeNull();
  });
});

describe("where a task is", () => {
  it.each([
    ["pending", null, {}, "pending"],
    ["running", false, {}, "running"],
    ["running", true, {}, "proved"],
    ["succeeded", true, {}, "proved"],
    ["succeeded", null, {}, "succeeded"],
    ["succeeded", false, {}, "succeeded"],
    ["succeeded", false, { state: "succeeded", unchangedSeconds: 29 }, "succeeded"],
    ["succeeded", false, { state: "succeeded", unchangedSeconds: 31 }, "disproved"],
    ["succeeded", null, { state: "succeeded", unchangedSeconds: 900 }, "succeeded"],
    ["failed", true, {}, "failed"],
    ["canceled", true, {}, "canceled"],
    ["paused by a vendor", null, {}, "unknown"],
    ["pending", null, { ageSeconds: 3_601 }, "lost"],
    ["succeeded", true, { ageSeconds: 3_601 }, "proved"],
    ["failed", null, { ageSeconds: 3_601 }, "failed"],
  ] as const)("%s at the host, seen to be done: %s, with %o is %s", (status, proved, change, state) => {
    expect(taskStateOf({ ...followed, ...change }, job("job-b", status), proved)).toBe(state);
  });

  it("is what it was where the host lists no job of ours, until nobody waits any more", () => {
    expect(taskStateOf({ ...followed, state: "asked" }, null, null)).toBe("asked");
    expect(taskStateOf({ ...followed, ageSeconds: 3_601 }, null, null)).toBe("lost");
  });

  it("is over in six states, of which one is not decided", () => {
    expect(taskStates.filter(isTaskOver)).toEqual(["proved", "disproved", "failed", "canceled", "refused", "lost"]);
    expect(taskStates.filter(isTaskDecided)).not.toContain("lost");
    expect(["failed", "disproved", "canceled"].map((state) => taskFailureOf(state as "failed"))).toEqual([
      "task_failed",
      "task_not_proved",
      "task_canceled",
    ]);
  });
});

describe("what a job printed", () => {
  it.each<[PrintedProof, string[], string[], boolean]>([
    ["cache_without_person", ["12"], ["==> Running", "purged 2 entries of user 12"], true],
    ["cache_without_person", ["12"], ["purged 1 entry of user 12"], true],
    ["cache_without_person", ["12"], ["purged 2 entries of user 120"], false],
    ["cache_without_person", ["12"], ["purged 2 entries of user 1200", "x purged 2 entries of user 12"], false],
    ["cache_without_person", ["12"], ["purged 90 entries"], false],
    ["cache_empty", [], ["purged 90 entries"], true],
    ["cache_empty", [], ["purged 2 entries of user 12"], false],
    ["printed_in_log", ["12"], ["no entry of user 12"], true],
    ["printed_in_log", ["12"], ["user:canonical:token:12 => 77"], true],
    ["printed_in_log", ["12"], ["user:canonical:token:120 => 12", "no entry of user 112"], false],
    ["printed_in_log", ["12"], [], false],
  ])("proves %s of %o by %o: %s", (proof, given, lines, proved) => {
    expect(hasPrinted(proof, given, lines)).toBe(proved);
  });
});
