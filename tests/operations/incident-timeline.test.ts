import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { systemActor } from "@/lib/access/system";
import { overridePhrase } from "@/lib/bypass/rules/override-phrase";
import { consoleDb } from "@/lib/core/db";
import { findIncident } from "@/lib/incidents/queries/find-incident";
import { nameOfIncident } from "@/lib/incidents/shapes";
import { appendEntry } from "@/lib/incidents/writes/append-entry";
import { confirmRequest } from "@/lib/operations/perform/confirm";
import { previewOperation } from "@/lib/operations/perform/preview";
import { performRoutine } from "@/lib/operations/perform/routine";
import { codeOf, must, newRef, ready, stored } from "../support/acts";
import { Outbox } from "../support/deliveries";
import { Door } from "../support/door";
import { openIncident } from "../support/incidents";
import { enterOwnConsole, type OwnConsole } from "../support/own-console";
import { newPasskey } from "../support/passkeys";
import { recorded } from "../support/record";
import { samplesOf } from "../support/samples";

let own: OwnConsole;
let door: Door;
let outbox: Outbox;
const worker = systemActor();

beforeAll(async () => {
  own = await enterOwnConsole();
  door = await Door.build(own);
  outbox = new Outbox();
});
afterAll(async () => {
  await outbox.close();
  await own.close();
});
beforeEach(async () => {
  await door.reset();
  await door.query("TRUNCATE incidents CASCADE");
});

const timelineOf = async (number: number) => (await findIncident(worker, number))?.timeline ?? [];

describe("what runs under an incident", () => {
  it("stands in its timeline with how it ended and a way to its page, whatever case its name was typed in", async () => {
    const number = await openIncident(door.query);
    const row = await outbox.row();
    const asking = { operation: "delivery.retry", input: { id: row.id }, incident: `inc-${number} ` };
    const { id, nonce } = await ready(door.people.mina, asking);
    expect(await timelineOf(number)).toEqual([]);
    must(await confirmRequest(await door.people.mina.actor(), newRef(), { id, nonce }));
    expect(await timelineOf(number)).toMatchObject([
      {
        kind: "operation",
        author: "Mina Seo",
        text: null,
        values: { operation: "delivery.retry", requestId: id, ending: "succeeded", code: null },
      },
    ]);
    expect(JSON.stringify(await timelineOf(number))).not.toContain("RP confirmed");
  });

  it("and fails, with the code of what refused it", async () => {
    const number = await openIncident(door.query);
    const row = await outbox.row();
    const asking = { operation: "delivery.retry", input: { id: row.id }, incident: nameOfIncident(number) };
    const { id, nonce } = await ready(door.people.mina, asking);
    await door.query("UPDATE action_requests SET started_at = now(), state = 'running' WHERE id = $1", [id]);
    expect(codeOf(await confirmRequest(await door.people.mina.actor(), newRef(), { id, nonce }))).toBe("nonce_used");
    await door.query("UPDATE action_requests SET started_at = now() - interval '2 minutes' WHERE id = $1", [id]);
    must(await performRoutine(worker, newRef(), { operation: "request.sweep", input: {} }));
    must(
      await performRoutine(await door.people.mina.actor(), newRef(), { operation: "request.reconcile", input: { id } }),
    );
    expect((await timelineOf(number)).map(({ values }) => [values.ending, values.code])).toEqual([
      ["unknown", "outcome_unknown"],
      ["failed", "outcome_unknown"],
    ]);
  });

  it("is offered the open incidents before it is asked for, and the newest only where it reaches outside", async () => {
    const [older, newer] = [await openIncident(door.query), await openIncident(door.query, { title: "EB is down" })];
    const over = await openIncident(door.query);
    await door.query("UPDATE incidents SET resolved_at = now(), resolved_by = declared_by WHERE number = $1", [over]);
    const actor = await door.people.mina.actor();
    const row = await outbox.row();
    const open = [
      { name: nameOfIncident(newer), title: "EB is down" },
      { name: nameOfIncident(older), title: "Clerk is down" },
    ];
    const look = async (operation: string, input: unknown) =>
      must(await previewOperation(actor, newRef(), { operation, input })).incidents;
    expect(await look("delivery.retry", { id: row.id })).toEqual({ open, likely: nameOfIncident(newer) });
    expect(await look("passkey.add", await newPasskey(actor))).toEqual({ open, likely: null });
    await door.query("TRUNCATE incidents CASCADE");
    expect(await look("delivery.retry", { id: row.id })).toEqual({ open: [], likely: null });
  });

  it("is nobody's line where its incident is another system's", async () => {
    const row = await outbox.row();
    const id = await stored(await door.people.mina.actor(), {
      operation: "delivery.retry",
      input: { id: row.id },
      incident: "PD-1",
    });
    expect(id).toMatch(/^[0-9a-f-]{36}$/);
    expect(await door.query("SELECT 1 FROM incident_entries")).toEqual([]);
  });
});

describe("break-glass", () => {
  it("declares its incident with how it was detected, and writes its openings and ends into it", async () => {
    const opened = must(await door.open("mina"));
    const [row] = await door.query<{ number: number }>("SELECT number FROM incidents");
    const number = row?.number ?? 0;
    expect(await findIncident(worker, number)).toMatchObject({
      detectedBy: "bypass",
      category: "clerk_outage",
      severity: "sev2",
    });
    const holder = await door.holder(opened);
    must(await performRoutine(holder, newRef(), { operation: "bypass.end", input: { id: opened.grantId } }));
    expect((await timelineOf(number)).map(({ kind, author, values }) => [kind, author, values.because])).toEqual([
      ["declared", "Mina Seo", undefined],
      ["grant_opened", "Mina Seo", undefined],
      ["grant_ended", "Mina Seo", "hand"],
    ]);
  });

  it("that somebody forced open declares an incident that nobody has judged yet", async () => {
    await door.query("TRUNCATE probe_samples");
    must(await door.open("ari", { override: overridePhrase }));
    const [row] = await door.query<{ number: number }>("SELECT number FROM incidents");
    expect(await findIncident(worker, row?.number ?? 0)).toMatchObject({ category: "unknown", severity: "none" });
  });

  it("lets its holder declare, annotate and resolve", async () => {
    const holder = await door.holder(must(await door.open("jae")));
    const act = (operation: string, input: object) =>
      performRoutine(holder, newRef(), { operation: `incident.${operation}`, input });
    const said = { title: "Sign-in is down", category: "identity_provider_down", severity: "sev1" };
    const number = Number(
      must(await act("declare", said))
        .outcome.href?.split("/")
        .at(-1),
    );
    expect(codeOf(await act("annotate", { number, text: "Under break-glass." }))).toBe("ok");
    expect(codeOf(await act("resolve", { number, summary: "It answers again." }))).toBe("ok");
  });
});

it("a timeline is only added to: the console can neither change a line nor take an incident away", async () => {
  const number = await openIncident(door.query);
  await consoleDb().$transaction((tx) => appendEntry(tx, number, { kind: "note", text: "Seen.", personId: null }));
  for (const attempt of [
    "UPDATE incident_entries SET text = ''",
    "DELETE FROM incident_entries",
    "DELETE FROM incidents",
  ])
    await expect(consoleDb().$executeRawUnsafe(attempt)).rejects.toThrow(/permission denied/);
  expect(await timelineOf(number)).toMatchObject([{ kind: "note", text: "Seen." }]);
});

describe("incident.watch", () => {
  beforeEach(() => door.query("TRUNCATE probe_samples"));
  const watch = async (): Promise<unknown[]> => {
    const ref = newRef();
    must(await performRoutine(worker, ref, { operation: "incident.watch", input: {} }));
    return (await recorded(own.owner, ref)).map(({ facts }) => facts);
  };
  const say = (status: "ok" | "down", from: number, until: number) =>
    Promise.all(
      (["clerk_api", "clerk_frontend"] as const).map((probe) =>
        samplesOf(door.query, probe, [{ status, detail: "unreachable", from, until }]),
      ),
    );

  it("tells each change of the measured verdict once, with what it was before, and nothing of one bad look", async () => {
    await say("ok", 90, 60);
    const number = await openIncident(door.query);
    await watch();
    await say("down", 44, 44);
    await watch();
    await say("down", 30, 30);
    await watch();
    expect(await watch()).toEqual([]);
    expect((await timelineOf(number)).map(({ kind, author, values }) => ({ kind, author, ...values }))).toEqual([
      {
        kind: "verdict",
        author: null,
        category: "unknown",
        severity: "none",
        wasCategory: "healthy",
        wasSeverity: "none",
      },
      {
        kind: "verdict",
        author: null,
        category: "clerk_outage",
        severity: "sev1",
        wasCategory: "unknown",
        wasSeverity: "none",
      },
    ]);
  });

  it("leaves what is over alone", async () => {
    await say("down", 45, 0);
    const number = await openIncident(door.query);
    await door.query("UPDATE incidents SET resolved_at = now() WHERE number = $1", [number]);
    expect(await watch()).toEqual([]);
    expect(await timelineOf(number)).toEqual([]);
  });

  it("of many workers at once tells it once", async () => {
    await say("down", 45, 0);
    const number = await openIncident(door.query);
    await Promise.all(Array.from({ length: 6 }, watch));
    expect(await timelineOf(number)).toHaveLength(1);
  });
});
