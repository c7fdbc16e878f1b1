import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { systemActor } from "@/lib/access/system";
import { findCheckpoint } from "@/lib/record/queries/find-checkpoint";
import { listMarks } from "@/lib/triage/queries/marks";
import { Door } from "../support/door";
import { heldGrant } from "../support/grants";
import { openIncident } from "../support/incidents";
import { enterOwnConsole, type OwnConsole } from "../support/own-console";
import { samplesOf } from "../support/samples";

let own: OwnConsole;
let door: Door;
const reader = systemActor();

beforeAll(async () => {
  own = await enterOwnConsole();
  door = await Door.build(own);
});
afterAll(() => own.close());
beforeEach(async () => {
  await door.reset();
  await door.query("TRUNCATE incidents, probe_samples CASCADE");
});

const minutesAgo = (minutes: number): string => new Date(Date.now() - minutes * 60_000).toISOString();
const live = (deployedAt: string | null) =>
  ({ status: "ok", from: 300, until: 0, value: { deploy: "dep-1", deployedAt } }) as const;
const marks = async () =>
  (await listMarks(reader, { fromMinutesAgo: 60 })).map(({ kind, label }) => `${kind} ${label}`);

describe("what is marked over the trends", () => {
  it("is each deploy once, however often it was seen, by the app's name or else its id", async () => {
    await samplesOf(door.query, "render/nobodys", [live(minutesAgo(30))]);
    await samplesOf(door.query, "render/older", [live(minutesAgo(90))]);
    await samplesOf(door.query, "render/silent", [live(null)]);
    expect(await marks()).toEqual(["deploy nobodys"]);
    expect(await listMarks(reader, { fromMinutesAgo: 120 })).toHaveLength(2);
  });

  it("is an opening of break-glass, by who came in, and no drill", async () => {
    await heldGrant(door.query, { email: "mina@ops.example", roles: ["responder"] });
    await heldGrant(door.query, { email: "jae@ops.example", roles: ["admin"], drill: true });
    expect(await marks()).toEqual(["grant Mina Seo"]);
  });

  it("is an incident by its number, in the order in which things happened", async () => {
    await samplesOf(door.query, "render/nobodys", [live(minutesAgo(10))]);
    const number = await openIncident(door.query);
    expect(await marks()).toEqual(["deploy nobodys", `incident INC-${number}`]);
  });
});

describe("the newest checkpoint", () => {
  it("is none where no file can be read as one", async () => {
    expect(await findCheckpoint(reader)).toBeNull();
  });
});
