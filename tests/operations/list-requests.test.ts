import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { listRequests } from "@/lib/requests/queries/list-requests";
import { type RequestFilter, requestFilter } from "@/lib/requests/shapes";
import { stored } from "../support/acts";
import type { Person } from "../support/people";
import { Stage } from "../support/stage";

let stage: Stage;
/** What was asked for, by a name for this test. */
const asked: Record<string, string> = {};
const query = async (sql: string, values: unknown[]) => (await stage.cast.own.owner.query(sql, values)).rows;

async function ask(name: string, person: Person, operation: string, input: object): Promise<string> {
  asked[name] = await stored(await person.actor(), { operation, input });
  return asked[name];
}

beforeAll(async () => {
  stage = await Stage.open();
  const { people, approver, outbox } = stage.cast;
  const party = await outbox.switchedOffParty();
  await ask("retry", people.responder, "delivery.retry", { id: (await outbox.row()).id });
  const waiting = await ask("switch", people.responder, "relying-party.switch-on", { id: party });
  const own = await ask("rule", people.admin, "relying-party.require-admin", { id: party });
  const others = await ask("verify", approver, "relying-party.require-admin", { id: party });
  const old = await ask("old", people.responder, "delivery.retry", { id: (await outbox.row()).id });
  await query("UPDATE action_requests SET state = 'awaiting_approval' WHERE id = $1", [waiting]);
  await query("UPDATE action_requests SET state = 'ready' WHERE id = ANY($1)", [[own, others]]);
  await query("UPDATE action_requests SET created_at = now() - interval '40 days', state = 'expired' WHERE id = $1", [
    old,
  ]);
});
afterAll(() => stage.close());

const list = async (person: Person, filter: Partial<RequestFilter>, limit = 50) => {
  const { cards, more } = await listRequests(await person.actor(), { ...requestFilter.parse({}), ...filter }, limit);
  const names = new Map(Object.entries(asked).map(([name, id]) => [id, name]));
  return { names: cards.map(({ id }) => names.get(id) ?? "?").sort(), ids: cards.map(({ id }) => id), more };
};

describe("the list of requests", () => {
  const cases: [string, () => Partial<RequestFilter>, string[]][] = [
    ["everything but routine acts", () => ({}), ["old", "retry", "rule", "switch", "verify"]],
    ["one state", () => ({ state: "awaiting_approval" }), ["switch"]],
    ["one operation", () => ({ operation: "relying-party.require-admin" }), ["rule", "verify"]],
    ["one risk", () => ({ risk: "grave" }), ["switch"]],
    ["what is mine", () => ({ whose: "mine" }), ["rule"]],
    ["what waits for an admin: their own, and what others ask", () => ({ whose: "waiting" }), ["rule", "switch"]],
    ["the last week", () => ({ since: "week" }), ["retry", "rule", "switch", "verify"]],
    ["several at once", () => ({ operation: "delivery.retry", state: "expired", since: "month" }), []],
  ];
  it.each(cases)("shows %s", async (_what, filter, names) => {
    expect((await list(stage.cast.people.admin, filter())).names).toEqual(names);
  });

  it("shows what one person asked, and to a responder nothing that waits for admins", async () => {
    const { people } = stage.cast;
    const { personId } = await people.responder.actor();
    expect((await list(people.admin, { by: personId })).names).toEqual(["old", "retry", "switch"]);
    expect((await list(people.responder, { whose: "waiting" })).names).toEqual([]);
  });

  it("is paged without a gap or a double, also where several were asked in the same instant", async () => {
    await query("UPDATE action_requests SET created_at = now() - interval '1 hour' WHERE id <> $1", [asked.old]);
    const whole = (await list(stage.cast.people.admin, {})).ids;
    const paged: string[] = [];
    for (let more = true; more; ) {
      const page = await list(stage.cast.people.admin, { after: paged.at(-1) ?? "" }, 2);
      paged.push(...page.ids);
      more = page.more;
    }
    expect(paged).toEqual(whole);
    expect(paged).toHaveLength(5);
  });

  it.each([{ state: "done" }, { since: "year" }, { after: "1 OR 1=1" }, { operation: "<b>" }])(
    "does not understand the address %o",
    (address) => {
      expect(requestFilter.safeParse(address).success).toBe(false);
    },
  );
});
