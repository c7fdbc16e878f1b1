import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { findIncident } from "@/lib/incidents/queries/find-incident";
import { countOpenIncidents, findOpenIncident } from "@/lib/incidents/queries/find-open";
import { listIncidents } from "@/lib/incidents/queries/list-incidents";
import { keyOfIncident } from "@/lib/incidents/rules/key-of-incident";
import type { Incident } from "@/lib/incidents/shapes";
import { performRoutine } from "@/lib/operations/perform/routine";
import { codeOf, must, newRef } from "../support/acts";
import { hold, isWaiting } from "../support/databases";
import { openIncident } from "../support/incidents";
import { enterOwnConsole, type OwnConsole } from "../support/own-console";
import { ownerOf } from "../support/owner";
import { jae, mina, type Person, sol } from "../support/people";
import { recorded, recordedKinds } from "../support/record";
import { samplesOf } from "../support/samples";
import { keptSignal } from "../support/signals";

let own: OwnConsole;
let people: Record<"mina" | "jae" | "sol", Person>;
beforeAll(async () => {
  own = await enterOwnConsole();
  people = { mina: await mina(), jae: await jae(), sol: await sol() };
  for (const person of Object.values(people)) await person.actor();
});
afterAll(() => own.close());
beforeEach(() => own.owner.query("TRUNCATE incidents, notices, probe_samples CASCADE"));

async function perform(person: Person, operation: string, input: object, ref = newRef()) {
  return performRoutine(await person.actor(), ref, { operation: `incident.${operation}`, input });
}
const outage = { title: "Clerk is down", category: "clerk_outage", severity: "sev1" };
const numberIn = (href: string | undefined): number => Number(href?.split("/").at(-1));
const declared = async (person: Person, input: object = outage): Promise<number> =>
  numberIn(must(await perform(person, "declare", input)).outcome.href);
const found = async (number: number): Promise<Incident> => {
  const incident = await findIncident(await people.sol.actor(), number);
  if (!incident) throw new Error(`there is no ${number}`);
  return incident;
};
const posted = async () =>
  (await own.owner.query("SELECT kind, urgency, roles, settles, values_text AS words FROM notices ORDER BY seq")).rows;

/** What the probes say while Clerk is down for everybody. */
const clerkIsDown = async (): Promise<void> => {
  for (const probe of ["clerk_api", "clerk_frontend"] as const)
    await samplesOf(ownerOf(own), probe, [{ status: "down", detail: "unreachable", from: 45, until: 0 }]);
};

describe("incident.declare", () => {
  it("opens an incident with its number, under the name of who declared it", async () => {
    const ref = newRef();
    const done = must(await perform(people.mina, "declare", { ...outage, note: "Two app owners called." }, ref));
    const number = numberIn(done.outcome.href);
    const incident = await found(number);
    expect(incident).toMatchObject({ ...outage, number, state: "open", declaredBy: "Mina Seo", detectedBy: "person" });
    expect(incident.timeline.map(({ kind, author, text }) => [kind, author, text])).toEqual([
      ["declared", "Mina Seo", "Two app owners called."],
    ]);
    expect(await findOpenIncident(await people.jae.actor())).toMatchObject({ number, title: outage.title });
    expect(await recordedKinds(own.owner, ref)).toEqual(["intent", "outcome"]);
    const rows = await recorded(own.owner, ref);
    expect(rows.at(-1)?.facts).toMatchObject({ incident: `INC-${number}`, severity: "sev1" });
    expect(JSON.stringify(rows)).not.toContain("Two app owners");
  });

  it("knows from our own probes how it was detected and since when, and writes that down where it happened", async () => {
    await clerkIsDown();
    const incident = await found(await declared(people.mina));
    expect(incident.detectedBy).toBe("probe");
    expect(Date.now() - Date.parse(incident.beganAt ?? "")).toBeGreaterThan(40_000);
    const [began, said] = incident.timeline;
    expect(began).toMatchObject({
      kind: "began",
      author: null,
      happenedAt: incident.beganAt,
      values: { category: "clerk_outage", probes: ["clerk_api", "clerk_frontend"] },
    });
    expect(said).toMatchObject({ kind: "declared", values: { detectedBy: "probe", severity: "sev1" } });
  });

  it("believes nobody's word about what the probes say", async () => {
    for (const claim of [{ beganAt: "2026-01-01T00:00:00Z" }, { detectedBy: "probe" }, { suspectedDeploy: "dep-1" }])
      expect(codeOf(await perform(people.mina, "declare", { ...outage, ...claim }))).toBe("invalid_input");
  });

  it("keeps the key that leaked, by whoever declares it or by what was reported, and only where a key leaked", async () => {
    const leak = { ...outage, category: "key_compromise" };
    const keyOf = async (input: object) => {
      const { timeline } = await found(await declared(people.mina, { ...input, another: true }));
      return [timeline.find(({ kind }) => kind === "declared")?.values.subject, keyOfIncident(timeline)];
    };
    expect(await keyOf({ ...leak, key: "whk-eb-3" })).toEqual(["whk-eb-3", "whk-eb-3"]);
    expect(await keyOf({ ...outage, key: "whk-eb-3" })).toEqual([undefined, null]);
    expect(await keyOf(leak)).toEqual([undefined, null]);
    await keptSignal(ownerOf(own), { email: "mina@ops.example" });
    await own.owner.query("UPDATE signals SET subject = 'clerk_secret_key:0a1b2c3d'");
    expect(await keyOf(leak)).toEqual(["clerk_secret_key:0a1b2c3d", "clerk_secret_key:0a1b2c3d"]);
    expect(await keyOf({ ...leak, key: "whk-eb-3" })).toEqual(["whk-eb-3", "whk-eb-3"]);
    await own.owner.query("DELETE FROM signals");
  });

  it("refuses a second one of the same kind with the number of the first, unless it is said to be another", async () => {
    const first = await declared(people.mina);
    const again = await perform(people.jae, "declare", outage);
    expect(again).toMatchObject({
      ok: false,
      refusal: { code: "incident_open", facts: { number: first, incident: `INC-${first}` } },
    });
    expect(codeOf(await perform(people.jae, "declare", { ...outage, category: "bad_deploy" }))).toBe("ok");
    expect(codeOf(await perform(people.jae, "declare", { ...outage, another: true }))).toBe("ok");
  });

  it("declared by ten at once is one incident", async () => {
    const crowd = Array.from({ length: 10 }, (_, place) => (place % 2 === 0 ? people.mina : people.jae));
    const codes = (await Promise.all(crowd.map((person) => perform(person, "declare", outage)))).map(codeOf);
    expect(codes.filter((code) => code === "ok")).toHaveLength(1);
    expect(codes.filter((code) => code === "incident_open")).toHaveLength(9);
    expect(await countOpenIncidents(await people.sol.actor())).toBe(1);
    expect(await posted()).toHaveLength(1);
  });

  it("tells responders and admins by number and severity, pages them for sev1, and says nothing of its title", async () => {
    const number = await declared(people.mina, { ...outage, title: "kim@customer.example can’t sign in" });
    await declared(people.sol, { ...outage, category: "jwks_kid", severity: "sev2" });
    const [first, second] = await posted();
    expect(first).toMatchObject({ kind: "incident.declared", urgency: "page", roles: ["responder", "admin"] });
    expect(JSON.parse(first.words)).toEqual({ who: "Mina Seo", subject: `INC-${number}`, code: "sev1" });
    expect(second).toMatchObject({ kind: "incident.declared", urgency: "tell" });
  });

  const refused: [string, object][] = [
    ["no title", { title: "  " }],
    ["a title without end", { title: "x".repeat(121) }],
    ["a NUL in its title", { title: "a\u0000b" }],
    ["half a character", { title: "a\ud800b" }],
    ["a category that we don't have", { category: "weather" }],
    ["that all is well", { category: "healthy" }],
    ["a severity of none", { severity: "none" }],
    ["an empty note", { note: " " }],
    ["a note without end", { note: "x".repeat(2_001) }],
  ];
  it.each(refused)("refuses %s", async (_what, change) => {
    expect(codeOf(await perform(people.mina, "declare", { ...outage, ...change }))).toBe("invalid_input");
    expect(await countOpenIncidents(await people.mina.actor())).toBe(0);
  });
});

describe("incident.annotate", () => {
  it.each(["<script>alert(1)</script>", "\u202egnp.exe", "'; DROP TABLE incidents; --", "한글 𐍈", "\u001b[2J"])(
    "keeps what somebody wrote exactly, however hostile: %j",
    async (text) => {
      const number = await openIncident(ownerOf(own));
      expect(codeOf(await perform(people.sol, "annotate", { number, text }))).toBe("ok");
      expect((await found(number)).timeline).toMatchObject([{ kind: "note", text, author: "Sol Park" }]);
    },
  );

  it("may add to what is over", async () => {
    const number = await declared(people.mina);
    must(await perform(people.mina, "resolve", { number, summary: "Clerk answers again." }));
    expect(codeOf(await perform(people.jae, "annotate", { number, text: "Their report is out." }))).toBe("ok");
    expect((await found(number)).timeline.map(({ kind }) => kind)).toEqual(["declared", "resolved", "note"]);
  });

  const refused: [string, object, string][] = [
    ["an incident that does not exist", { number: 999_999_999, text: "?" }, "incident_not_found"],
    ["a number that no database holds", { number: 2_147_483_648, text: "?" }, "invalid_input"],
    ["nothing but spaces", { number: 1, text: " \n " }, "invalid_input"],
    ["a text without end", { number: 1, text: "x".repeat(2_001) }, "invalid_input"],
    ["a NUL", { number: 1, text: "a\u0000b" }, "invalid_input"],
  ];
  it.each(refused)("refuses %s", async (_what, input, code) => {
    expect(codeOf(await perform(people.mina, "annotate", input))).toBe(code);
  });
});

describe("incident.resolve", () => {
  it("ends it once, with who, when and why, and settles what was told of its beginning", async () => {
    const number = await declared(people.mina);
    const both = [people.mina, people.jae].map((person) => perform(person, "resolve", { number, summary: "Over." }));
    expect((await Promise.all(both)).map(codeOf).sort()).toEqual(["incident_resolved", "ok"]);
    const incident = await found(number);
    expect(incident.state).toBe("resolved");
    expect(incident.resolvedBy).toMatch(/Mina Seo|Jae Han/);
    expect(incident.timeline.filter(({ kind }) => kind === "resolved")).toMatchObject([{ text: "Over." }]);
    expect(await findOpenIncident(await people.sol.actor())).toBeNull();
    expect((await posted()).at(-1)).toMatchObject({
      kind: "incident.resolved",
      urgency: "tell",
      settles: `incident.declared/${number}`,
    });
  });

  it("is left to one of two who end it at the same instant", async () => {
    const number = await declared(people.mina);
    const faster = await hold(own.owner, "UPDATE incidents SET resolved_at = now() WHERE number = $1", [number]);
    const slower = perform(people.jae, "resolve", { number, summary: "Over." });
    try {
      await expect.poll(() => isWaiting(own.owner, "sallyport-console"), { interval: 5 }).toBe(true);
    } finally {
      await faster.release();
    }
    expect(codeOf(await slower)).toBe("incident_resolved");
    expect((await found(number)).timeline.filter(({ kind }) => kind === "resolved")).toEqual([]);
  });

  it("leaves room for a new one of the same kind", async () => {
    const number = await declared(people.mina);
    must(await perform(people.mina, "resolve", { number, summary: "Over." }));
    expect(await declared(people.jae)).toBeGreaterThan(number);
  });

  it.each([
    ["an incident that does not exist", { number: 999_999_999, summary: "?" }, "incident_not_found"],
    ["no word of why", { number: 1, summary: " " }, "invalid_input"],
  ])("refuses %s", async (_what, input, code) => {
    expect(codeOf(await perform(people.mina, "resolve", input))).toBe(code);
  });
});

describe("the list of incidents", () => {
  it("shows what is open first, then the newest, page by page, and by state", async () => {
    const numbers: number[] = [];
    for (let place = 0; place < 5; place++) numbers.push(await openIncident(ownerOf(own)));
    const [a = 0, b = 0, c = 0, d = 0, e = 0] = numbers;
    for (const number of [b, e]) must(await perform(people.jae, "resolve", { number, summary: "Over." }));
    const actor = await people.sol.actor();
    const shown = async (state: "all" | "open" | "resolved", after = "") => {
      const { cards, more } = await listIncidents(actor, { state, after }, 3);
      return [cards.map(({ number }) => number), more];
    };
    expect(await shown("all")).toEqual([[d, c, a], true]);
    expect(await shown("all", String(a))).toEqual([[e, b], false]);
    expect(await shown("open")).toEqual([[d, c, a], false]);
    expect(await shown("resolved")).toEqual([[e, b], false]);
  });
});
