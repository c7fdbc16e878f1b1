import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { consoleDb } from "@/lib/core/db";
import { countUnread, listNotices } from "@/lib/notices/queries/list-notices";
import type { NewNotice } from "@/lib/notices/shapes";
import { postNotice } from "@/lib/notices/writes/post-notice";
import { performRoutine } from "@/lib/operations/perform/routine";
import { codeOf, newRef } from "../support/acts";
import { enterOwnConsole, type OwnConsole } from "../support/own-console";
import { ari, jae, mina, type Person, sol } from "../support/people";
import { recordedKinds } from "../support/record";

let own: OwnConsole;
let responder: Person;
let admin: Person;
let manager: Person;
beforeAll(async () => {
  own = await enterOwnConsole();
  [responder, admin, manager] = await Promise.all([mina(), jae(), sol()]);
  for (const person of [responder, admin, manager, await ari()]) await person.actor();
});
beforeEach(async () => {
  await own.owner.query("TRUNCATE notices, notice_deliveries, notice_reads, notice_routes");
});
afterAll(() => own.close());

const wanted: NewNotice = {
  kind: "approval.wanted",
  href: "/approvals",
  audience: { roles: ["admin"] },
  urgency: "page",
  dedupKey: "approval.wanted:1",
  values: { who: "Mina Seo", operation: "relying-party.switch-on", code: "7f3a 21c9" },
};

const post = (notice: Partial<NewNotice> = {}) =>
  consoleDb().$transaction((tx) => postNotice(tx, { ...wanted, ...notice }));
const inbox = async (person: Person) => (await listNotices(await person.actor(), { before: null, limit: 10 })).lines;
const unread = async (person: Person) => countUnread(await person.actor());
const read = async (person: Person, ids: string[], ref = newRef()) =>
  codeOf(await performRoutine(await person.actor(), ref, { operation: "notice.read", input: { ids } }));

describe("a notice", () => {
  it("is there with what it tells of, or not at all", async () => {
    const failing = consoleDb().$transaction(async (tx) => {
      await postNotice(tx, wanted);
      throw new Error("the operation failed");
    });
    await expect(failing).rejects.toThrow("the operation failed");
    expect(await inbox(admin)).toEqual([]);
    await post();
    expect(await inbox(admin)).toMatchObject([{ kind: "approval.wanted", href: "/approvals", read: false }]);
  });

  it("is for its roles and its people, but not for those who know already", async () => {
    const other = await ari();
    const { personId } = await other.actor();
    await post({ audience: { roles: ["admin"], exceptIds: [personId] } });
    const asker = (await responder.actor()).personId;
    await post({ kind: "approval.approved", dedupKey: "approval.approved:1", audience: { personIds: [asker] } });
    const kinds = async (person: Person) => (await inbox(person)).map(({ kind }) => kind);
    expect(await kinds(admin)).toEqual(["approval.wanted"]);
    expect(await kinds(responder)).toEqual(["approval.approved"]);
    expect([await kinds(other), await kinds(manager)]).toEqual([[], []]);
  });

  it("of a known key is nothing new, also when both are posted at once and neither waits for the other", async () => {
    await post();
    await post({ values: { who: "Somebody else" } });
    expect(await inbox(admin)).toMatchObject([{ values: { who: "Mina Seo" } }]);

    await consoleDb().$transaction(async (first) => {
      await postNotice(first, { ...wanted, dedupKey: "at once" });
      // The first one has not committed: a second poster that had to wait would wait here for ever.
      await consoleDb().$transaction((second) => postNotice(second, { ...wanted, dedupKey: "at once" }));
    });
    expect([(await inbox(admin)).length, await unread(admin)]).toEqual([2, 2]);
  });

  it("that is answered waits for nobody any more", async () => {
    await post();
    expect(await unread(admin)).toBe(1);
    const { personId } = await responder.actor();
    await post({
      kind: "approval.approved",
      dedupKey: "approval.approved:1",
      settles: wanted.dedupKey,
      audience: { personIds: [personId] },
    });
    expect(await unread(admin)).toBe(0);
    expect(await inbox(admin)).toMatchObject([{ settled: true, read: true }]);
    expect(await unread(responder)).toBe(1);
  });

  it("from before somebody came does not wait for them", async () => {
    await post();
    await own.owner.query("UPDATE notices SET posted_at = now() - interval '1 day'");
    expect(await unread(admin)).toBe(0);
    expect(await inbox(admin)).toHaveLength(1);
  });

  it("keeps a name short and storable", async () => {
    await post({ values: { who: `\ud800\u0000${"x".repeat(500)}` } });
    expect((await inbox(admin))[0]?.values.who).toMatch(/^\ufffdx{119}…$/);
  });
});

describe("notice.read", () => {
  it("is each reader's own, once, and in the record", async () => {
    await post();
    const [line] = await inbox(admin);
    const ids = [line?.id ?? ""];
    const ref = newRef();
    expect([await read(admin, ids, ref), await read(admin, ids)]).toEqual(["ok", "ok"]);
    expect(await recordedKinds(own.owner, ref)).toEqual(["intent", "outcome"]);
    expect([await unread(admin), await unread(await ari())]).toEqual([0, 1]);
    expect(await inbox(admin)).toMatchObject([{ read: true, settled: false }]);
  });

  it("is refused for a notice of somebody else's, and for one that is not there", async () => {
    await post();
    const [line] = await inbox(admin);
    for (const id of [line?.id ?? "", crypto.randomUUID()]) {
      const ref = newRef();
      expect(await read(responder, [id], ref)).toBe("notice_not_found");
      expect(await recordedKinds(own.owner, ref)).toEqual(["refusal notice_not_found"]);
    }
    expect(await unread(admin)).toBe(1);
  });
});
