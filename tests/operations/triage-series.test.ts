import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { systemActor } from "@/lib/access/system";
import { listSeries, listTapes } from "@/lib/triage/queries/series";
import { enterOwnConsole, type OwnConsole } from "../support/own-console";
import { ownerOf } from "../support/owner";
import { samplesOf } from "../support/samples";

let own: OwnConsole;
const reader = systemActor();

beforeAll(async () => {
  own = await enterOwnConsole();
});
beforeEach(async () => {
  await own.owner.query("TRUNCATE probe_samples");
});
afterAll(() => own.close());

describe("a series", () => {
  it("has as many stretches as were asked for, the worst of each, and gaps where nobody looked", async () => {
    await samplesOf(ownerOf(own), "outbox", [
      { status: "ok", from: 1_500, until: 1_200, value: { dead: 10, note: "text" }, latencyMs: 10 },
      { status: "down", from: 1_330, until: 1_330, value: { dead: 40 }, latencyMs: 30 },
    ]);
    const series = await listSeries(reader, { probe: "outbox", fromMinutesAgo: 60, buckets: 12 });
    expect(series).toHaveLength(12);
    const looked = series.filter(({ worst }) => worst !== null);
    expect(looked.reduce((sum, { samples }) => sum + samples, 0)).toBe(22);
    expect(looked.map(({ worst }) => worst)).toContain("down");
    expect(
      series.filter(({ worst }) => worst === null).every((gap) => gap.samples === 0 && gap.latencyMs === null),
    ).toBe(true);
    for (const { values, worst, latencyMs } of looked) {
      expect(Object.keys(values)).toEqual(["dead"]);
      expect(worst === "down" ? (latencyMs ?? 0) > 10 : latencyMs === 10).toBe(true);
    }
  });

  it("begins each stretch at a round time", async () => {
    const [first, second] = await listSeries(reader, { probe: "clock", fromMinutesAgo: 60, buckets: 60 });
    expect([Date.parse(first?.at ?? "") % 60_000, Date.parse(second?.at ?? "") - Date.parse(first?.at ?? "")]).toEqual([
      0, 60_000,
    ]);
  });
});

describe("tapes", () => {
  it("hold the worst of each of the last sixty minutes of every probe that was looked at", async () => {
    await samplesOf(ownerOf(own), "idp_up", [
      { status: "ok", from: 300, until: 0 },
      { status: "down", from: 150, until: 150 },
    ]);
    await samplesOf(ownerOf(own), "clock", [{ status: "unknown", from: 3_900, until: 3_900 }]);
    const tapes = await listTapes(reader);
    expect(Object.keys(tapes)).toEqual(["idp_up"]);
    expect(tapes.idp_up).toHaveLength(60);
    expect(tapes.idp_up?.filter((worst) => worst === "down")).toHaveLength(1);
    expect(tapes.idp_up?.slice(-2)).toContain("ok");
    expect(tapes.idp_up?.[0]).toBeNull();
  });
});
