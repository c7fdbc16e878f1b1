import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { listHolders } from "@/lib/bypass/queries/list-holders";
import { spendCode } from "@/lib/bypass/writes/spend-code";
import { consoleDb } from "@/lib/core/db";
import { confirmRequest } from "@/lib/operations/perform/confirm";
import { previewOperation } from "@/lib/operations/perform/preview";
import type { Performed } from "@/lib/operations/perform/run-request";
import { findRequest } from "@/lib/requests/queries/find-request";
import { codeOf, must, newRef, ready } from "../support/acts";
import { enrolled, personIdOf, sheetAsk, somePin } from "../support/enrolments";
import { collectLog } from "../support/log-lines";
import type { Person } from "../support/people";
import { recorded, recordedKinds } from "../support/record";
import type { Query } from "../support/reviews";
import { Stage } from "../support/stage";

let stage: Stage;
let query: Query;
let log: string[];
let mina: Person;
let jae: Person;

beforeAll(async () => {
  process.env.LOG_LEVEL = "trace";
  stage = await Stage.open();
  log = collectLog();
  query = async (sql, values) => (await stage.cast.own.owner.query(sql, values)).rows as never;
  ({ responder: mina, admin: jae } = stage.cast.people);
});
beforeEach(() => query("UPDATE bypass_enrolments SET ended_at = now() WHERE ended_at IS NULL", []));
afterAll(() => stage.close());

const enrolledAs = async (person: Person): Promise<string> => enrolled(query, await personIdOf(query, person.email));
const preview = async (person: Person, operation: string, input: unknown): Promise<string> =>
  codeOf(await previewOperation(await person.actor(), newRef(), { operation, input }));
const kindsOf = (ref: string): Promise<string[]> => recordedKinds(stage.cast.own.owner, ref);

describe("bypass.set-sheet", () => {
  async function makeSheet(
    person: Person,
    pin = somePin,
    ref = newRef(),
  ): Promise<{ codes: readonly string[]; id: string }> {
    const { input, confided } = sheetAsk(pin);
    const request = await ready(person, { operation: "bypass.set-sheet", input });
    const done: Performed = must(await confirmRequest(await person.actor(), ref, { ...request, confided }));
    return { codes: done.outcome.handed?.codes ?? [], id: request.id };
  }
  const spend = async (code: string, pin = somePin): Promise<boolean> => {
    const personId = await personIdOf(query, mina.email);
    return consoleDb().$transaction((tx) => spendCode(tx, { personId, code, pin, usedFor: crypto.randomUUID() }));
  };

  it("hands out ten codes that each serve once, with the PIN and not without it", async () => {
    await enrolledAs(mina);
    const { codes } = await makeSheet(mina);
    expect(new Set(codes).size).toBe(10);
    const [first = "", second = ""] = codes;
    expect(await spend(second, "804213")).toBe(false);
    expect([await spend(first), await spend(first), await spend(second)]).toEqual([true, false, true]);
    expect(await listHolders(await mina.actor())).toMatchObject([{ codesLeft: 8, fault: null }]);
  });

  it("voids the old sheet with a new one", async () => {
    await enrolledAs(mina);
    const [old] = (await makeSheet(mina, "804213")).codes;
    const [fresh] = (await makeSheet(mina)).codes;
    expect([await spend(old ?? "", "804213"), await spend(old ?? ""), await spend(fresh ?? "")]).toEqual([
      false,
      false,
      true,
    ]);
    expect(await listHolders(await mina.actor())).toMatchObject([{ codesLeft: 9 }]);
  });

  it("leaves neither PIN nor codes in a row, in the record, in a log line, or with the request", async () => {
    await enrolledAs(mina);
    const ref = newRef();
    const { codes, id } = await makeSheet(mina, "918273645", ref);
    const { rows } = await stage.cast.own.owner.query<{ text: string }>(
      `SELECT query_to_xml('SELECT * FROM ' || quote_ident(tablename), false, false, '')::text AS text FROM pg_tables WHERE schemaname = 'public'`,
    );
    const card = JSON.stringify(await findRequest(await mina.actor(), id));
    const told = [...rows.map(({ text }) => text), ...log, card];
    expect(told.join("").length).toBeGreaterThan(10_000);
    const secrets = ["918273645", ...codes, ...codes.map((code) => code.replaceAll("-", ""))];
    expect(secrets.filter((secret) => told.some((text) => text.includes(secret)))).toEqual([]);
    expect(card).toContain("enrolments.sheet.done");
    const [, outcome] = await recorded(stage.cast.own.owner, ref);
    expect(Object.keys(outcome?.facts ?? {}).toSorted()).toEqual(["codes", "enrolmentId"]);
  });

  it("keeps a commitment that tells nobody the PIN: the same PIN never commits alike", () => {
    const commitments = Array.from({ length: 20 }, () => sheetAsk().input.commitment);
    expect(new Set(commitments).size).toBe(20);
  });

  it("takes no other PIN than the one that was proved", async () => {
    const id = await enrolledAs(mina);
    const { input, confided } = sheetAsk();
    const request = await ready(mina, { operation: "bypass.set-sheet", input });
    const [actor, ref] = [await mina.actor(), newRef()];
    const other = { ...request, confided: { ...confided, pin: "804213" } };
    expect(codeOf(await confirmRequest(actor, ref, other))).toBe("pin_not_committed");
    expect(await kindsOf(ref)).toEqual(["intent", "failure pin_not_committed"]);
    expect(await query("SELECT sheet_at FROM bypass_enrolments WHERE id = $1", [id])).toEqual([{ sheet_at: null }]);
  });

  it.each(["123456", "1111111", "7319", "abcdef"])(
    "takes no PIN like %s, even if the browser let it pass",
    async (pin) => {
      await enrolledAs(mina);
      const { input, confided } = sheetAsk(pin);
      const request = await ready(mina, { operation: "bypass.set-sheet", input });
      expect(codeOf(await confirmRequest(await mina.actor(), newRef(), { ...request, confided }))).toBe(
        "pin_guessable",
      );
    },
  );

  it("waits, and runs nothing, while the PIN is not told; and no other act is told anything", async () => {
    await enrolledAs(mina);
    const { input, confided } = sheetAsk();
    const request = await ready(mina, { operation: "bypass.set-sheet", input });
    const actor = await mina.actor();
    for (const poor of [undefined, null, "731958", { pin: somePin }, { ...confided, more: 1 }])
      expect(codeOf(await confirmRequest(actor, newRef(), { ...request, confided: poor }))).toBe("confidence_missing");
    expect((await findRequest(actor, request.id))?.state).toBe("ready");
    expect(codeOf(await confirmRequest(actor, newRef(), { ...request, confided }))).toBe("ok");
    const { id } = await stage.cast.outbox.row();
    const retry = await ready(mina, { operation: "delivery.retry", input: { id } });
    expect(codeOf(await confirmRequest(actor, newRef(), { ...retry, confided }))).toBe("invalid_input");
  });

  it("is for whoever is enrolled, and for nobody else's enrolment", async () => {
    expect(await preview(mina, "bypass.set-sheet", sheetAsk().input)).toBe("not_enrolled");
    await enrolledAs(jae);
    expect(await preview(mina, "bypass.set-sheet", sheetAsk().input)).toBe("not_enrolled");
    expect(await preview(jae, "bypass.set-sheet", sheetAsk().input)).toBe("ok");
  });
});
