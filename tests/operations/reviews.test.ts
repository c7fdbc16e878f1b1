import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { systemActor } from "@/lib/access/system";
import { digestOf } from "@/lib/core/canonical";
import { consoleDb } from "@/lib/core/db";
import { hours } from "@/lib/core/duration";
import { confirmRequest } from "@/lib/operations/perform/confirm";
import { requestOperation } from "@/lib/operations/perform/request";
import { performRoutine } from "@/lib/operations/perform/routine";
import { findReview } from "@/lib/reviews/queries/find-review";
import { countReviewsFor, listFiledReviews, listOwedReviews } from "@/lib/reviews/queries/list-reviews";
import { openReview } from "@/lib/reviews/writes/open-review";
import { fileReview as closeReview } from "@/lib/reviews/writes/write-review";
import { codeOf, newRef, ready } from "../support/acts";
import { enterOwnConsole, type OwnConsole } from "../support/own-console";
import { ari, jae, mina, type Person, sol } from "../support/people";
import { recorded, recordedKinds } from "../support/record";
import { answers, owedReview } from "../support/reviews";

let own: OwnConsole;
let people: Record<"mina" | "jae" | "ari" | "sol", Person>;
beforeAll(async () => {
  own = await enterOwnConsole();
  people = { mina: await mina(), jae: await jae(), ari: await ari(), sol: await sol() };
  for (const person of Object.values(people)) await person.actor();
});
afterAll(() => own.close());

const owed = (owing: Parameters<typeof owedReview>[1]): Promise<string> =>
  owedReview(async (sql, values) => (await own.owner.query(sql, values)).rows, owing);

async function write(person: Person, input: object, ref = newRef()): Promise<string> {
  return codeOf(await performRoutine(await person.actor(), ref, { operation: "review.write", input }));
}

async function askToFile(person: Person, id: string, ref = newRef()): Promise<string> {
  const asking = { operation: "review.file", input: { id }, reason: "Read with the team." };
  return codeOf(await requestOperation(await person.actor(), ref, asking));
}

async function file(person: Person, id: string, ref = newRef()): Promise<string> {
  const request = await ready(person, { operation: "review.file", input: { id } });
  return codeOf(await confirmRequest(await person.actor(), ref, request));
}

describe("a review that an emergency opens", () => {
  const wanted = async (subjectId: string) => ({
    subjectKind: "operation" as const,
    subjectId,
    operation: "key.compromise",
    subject: "kid-2026-11",
    incident: "INC-42",
    actorId: (await people.mina.actor()).personId,
  });

  it("is owed within 24 hours of the database's time, once for each act", async () => {
    const review = await wanted(randomUUID());
    const opened = await consoleDb().$transaction((tx) => openReview(tx, review));
    expect(await consoleDb().$transaction((tx) => openReview(tx, review))).toBeNull();
    const card = await findReview(await people.mina.actor(), opened?.id ?? "");
    expect(card).toMatchObject({ state: "open", late: false, own: true, incident: "INC-42", actorName: "Mina Seo" });
    expect(Date.parse(card?.dueAt ?? "") - Date.parse(card?.openedAt ?? "")).toBe(hours(24));
  });

  it("is not there when the act's transaction is rolled back", async () => {
    const review = await wanted(randomUUID());
    const before = await listOwedReviews(await people.sol.actor());
    const failing = consoleDb().$transaction(async (tx) => {
      await openReview(tx, review);
      throw new Error("the act failed");
    });
    await expect(failing).rejects.toThrow("the act failed");
    expect(await listOwedReviews(await people.sol.actor())).toEqual(before);
  });
});

describe("review.write", () => {
  it("keeps the answers of who acted, part by part, and nothing of them in the record", async () => {
    const id = await owed({ email: "mina@ops.example" });
    const [first, second] = [newRef(), newRef()];
    const part = { ...answers, why: "", whatToChange: "" };
    expect(await write(people.mina, { id, version: 0, ...part }, first)).toBe("ok");
    expect(await findReview(await people.sol.actor(), id)).toMatchObject({ ...part, state: "open", version: 1 });
    expect(await write(people.mina, { id, version: 1, ...answers }, second)).toBe("ok");
    const card = await findReview(await people.sol.actor(), id);
    expect(card).toMatchObject({ ...answers, state: "written", writtenByName: "Mina Seo", own: false });
    expect(await recordedKinds(own.owner, second)).toEqual(["intent", "outcome"]);
    const { rows } = await own.owner.query("SELECT 1 FROM record WHERE position($1 in entry) > 0", [answers.why]);
    expect(rows).toEqual([]);
  });

  it("is for who acted and for admins", async () => {
    const id = await owed({ email: "jae@ops.example" });
    const ref = newRef();
    expect(await write(people.mina, { id, version: 0, ...answers }, ref)).toBe("review_not_yours");
    expect(await recordedKinds(own.owner, ref)).toEqual(["refusal review_not_yours"]);
    expect(await write(people.ari, { id, version: 0, ...answers })).toBe("ok");
    expect(await write(people.jae, { id, version: 1, ...answers })).toBe("ok");
  });

  it("loses nobody's words: who read older ones is told", async () => {
    const id = await owed({ email: "mina@ops.example" });
    const both = [people.mina, people.jae].map((person) => write(person, { id, version: 0, ...answers }));
    expect((await Promise.all(both)).sort()).toEqual(["ok", "review_changed"]);
  });

  const refused: [string, object, string][] = [
    ["a review that does not exist", { id: "6f1d3f5e-0000-4000-8000-000000000000" }, "review_not_found"],
    ["a text without end", { why: "x".repeat(4_001) }, "invalid_input"],
    ["a NUL", { why: "a\u0000b" }, "invalid_input"],
    ["a version that is no number", { version: "0" }, "invalid_input"],
  ];
  it.each(refused)("refuses %s", async (_what, wrong, code) => {
    const id = await owed({ email: "mina@ops.example" });
    expect(await write(people.mina, { id, version: 0, ...answers, ...wrong })).toBe(code);
  });
});

describe("review.file", () => {
  it("closes it for good, with the digest of the words in the record", async () => {
    const id = await owed({ email: "mina@ops.example", written: true });
    const ref = newRef();
    expect(await file(people.jae, id, ref)).toBe("ok");
    const card = await findReview(await people.mina.actor(), id);
    expect(card).toMatchObject({ ...answers, state: "filed", filedByName: "Jae Han", late: false });
    const facts = { reviewId: id, version: 0, words: digestOf(answers) };
    expect((await recorded(own.owner, ref)).at(-1)).toMatchObject({ kind: "outcome", facts });
    expect(await write(people.mina, { id, version: 0, ...answers })).toBe("review_filed");
    expect(await askToFile(people.ari, id)).toBe("review_filed");
  });

  it("is refused to who acted, whatever their role", async () => {
    const id = await owed({ email: "jae@ops.example", written: true });
    const ref = newRef();
    expect(await askToFile(people.jae, id, ref)).toBe("self_review");
    expect(await recordedKinds(own.owner, ref)).toEqual(["refusal self_review"]);
    expect(await file(people.ari, id)).toBe("ok");
  });

  it("is refused to the database, too, when who files is who acted or a question is open", async () => {
    const { personId } = await people.jae.actor();
    const mine = await owed({ email: "jae@ops.example", written: true });
    const filing = { id: mine, version: 0, filedById: personId };
    expect(await consoleDb().$transaction((tx) => closeReview(tx, filing))).toBe(false);
    const open = await owed({ email: "mina@ops.example" });
    const early = consoleDb().$transaction((tx) => closeReview(tx, { ...filing, id: open }));
    await expect(early).rejects.toThrow("reviews_filed_by_another");
  });

  it("waits until every question is answered", async () => {
    const id = await owed({ email: "mina@ops.example" });
    expect(await askToFile(people.jae, id)).toBe("review_incomplete");
  });

  it("files what was read: words that changed since are not filed", async () => {
    const id = await owed({ email: "mina@ops.example", written: true });
    const request = await ready(people.jae, { operation: "review.file", input: { id } });
    expect(await write(people.mina, { id, version: 0, ...answers, why: "Another reason." })).toBe("ok");
    expect(codeOf(await confirmRequest(await people.jae.actor(), newRef(), request))).toBe("target_changed");
  });
});

describe("review.escalate", () => {
  const worker = systemActor();
  const escalate = async (): Promise<string[]> => {
    const done = await performRoutine(worker, newRef(), { operation: "review.escalate", input: {} });
    if (!done.ok) throw new Error(done.refusal.code);
    return [...((done.value.outcome.facts?.reviews as string[] | undefined) ?? [])];
  };
  const age = (id: string, lateHours: number) =>
    own.owner.query("UPDATE reviews SET due_at = now() - make_interval(hours => $2) WHERE id = $1", [id, lateHours]);

  it("takes each step once, leaves alone what is in time or filed, and writes a row only when there was something", async () => {
    const id = await owed({ email: "mina@ops.example", lateHours: 1 });
    const inTime = await owed({ email: "mina@ops.example" });
    const filed = await owed({ email: "mina@ops.example", written: true });
    expect(await file(people.jae, filed)).toBe("ok");
    await age(filed, 30);
    const steps: boolean[] = [];
    for (const lateHours of [1, 1, 5, 5, 25, 49, 49]) {
      await age(id, lateHours);
      const told = await escalate();
      expect(told).not.toContain(inTime);
      expect(told).not.toContain(filed);
      steps.push(told.includes(id));
    }
    expect(steps).toEqual([true, false, true, false, true, true, false]);
    expect(await findReview(await people.sol.actor(), id)).toMatchObject({ late: true, state: "open" });
  });

  it("tells every admin, first in the inbox, and pages from the second step on", async () => {
    const id = await owed({ email: people.mina.email, lateHours: 1 });
    await escalate();
    await age(id, 5);
    await escalate();
    const { rows } = await own.owner.query(
      "SELECT kind, urgency, roles, href FROM notices WHERE dedup_key LIKE 'review.late/' || $1 || '/%' ORDER BY dedup_key",
      [id],
    );
    const late = { kind: "review.late", roles: ["admin"], href: `/approvals/reviews/${id}` };
    expect(rows).toEqual([
      { ...late, urgency: "tell" },
      { ...late, urgency: "page" },
    ]);
  });

  it("two workers at once take a step once", async () => {
    const id = await owed({ email: "mina@ops.example", lateHours: 1 });
    const told = await Promise.all([escalate(), escalate()]);
    expect(told.flat().filter((each) => each === id)).toHaveLength(1);
  });
});

describe("the inbox of reviews", () => {
  it("lists what is owed, the most urgent first, and pages through what was filed", async () => {
    const actor = await people.sol.actor();
    const late = await owed({ email: "mina@ops.example", lateHours: 100 });
    const listed = await listOwedReviews(actor);
    expect(listed[0]?.id).toBe(late);
    for (let more = 0; more < 3; more += 1)
      await file(people.jae, await owed({ email: "mina@ops.example", written: true }));
    const whole = await listFiledReviews(actor, { before: null, limit: 50 });
    const paged: string[] = [];
    for (let before: string | null = null, more = true; more; before = paged.at(-1) ?? null) {
      const page = await listFiledReviews(actor, { before, limit: 2 });
      paged.push(...page.cards.map(({ id }) => id));
      ({ more } = page);
    }
    expect(paged).toEqual(whole.cards.map(({ id }) => id));
    expect(paged.length).toBeGreaterThanOrEqual(3);
  });

  it("waits for who acted until it is written, then for the other admins, and for nobody else", async () => {
    const waiting = async () => {
      const counts = Object.values(people).map(async (person) => countReviewsFor(await person.actor()));
      return Promise.all(counts);
    };
    const before = await waiting();
    const since = async () => (await waiting()).map((count, place) => count - (before[place] ?? 0));
    await owed({ email: people.jae.email });
    expect(await since()).toEqual([0, 1, 0, 0]);
    await owed({ email: people.jae.email, written: true });
    expect(await since()).toEqual([0, 1, 1, 0]);
  });

  it("knows no review by a malformed id", async () => {
    expect(await findReview(await people.sol.actor(), "1 OR 1=1")).toBeNull();
  });
});
