import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { systemActor } from "@/lib/access/system";
import { listNotes } from "@/lib/deliveries/queries/list-attempts";
import { performRoutine } from "@/lib/operations/perform/routine";
import { codeOf, newRef, stored } from "../support/acts";
import { Outbox } from "../support/deliveries";
import { enterOwnConsole, type OwnConsole } from "../support/own-console";
import { ari, jae, mina, type Person, sol } from "../support/people";
import { recordedKinds } from "../support/record";
import { whileRolesAre } from "../support/roles";

let own: OwnConsole;
let outbox: Outbox;
let responder: Person;
beforeAll(async () => {
  own = await enterOwnConsole();
  outbox = new Outbox();
  responder = await mina();
});
afterAll(async () => {
  await outbox.close();
  await own.close();
});

async function perform(person: Person, operation: string, input: unknown, ref = newRef()): Promise<string> {
  return codeOf(await performRoutine(await person.actor(), ref, { operation, input }));
}

describe("delivery.annotate", () => {
  it("leaves a note with its author's name, and the newest first", async () => {
    const { id } = await outbox.row();
    expect(await perform(responder, "delivery.annotate", { id, text: "  Asked them at noon. \n" })).toBe("ok");
    expect(await perform(await jae(), "delivery.annotate", { id, text: "They answered." })).toBe("ok");
    const notes = await listNotes(await responder.actor(), id);
    expect(notes.map(({ author, text }) => [author, text])).toEqual([
      ["Jae Han", "They answered."],
      ["Mina Seo", "Asked them at noon."],
    ]);
  });

  it.each(["<script>alert(1)</script>", "\u202egnp.exe", "'; DROP TABLE people; --", "𐍈 e\u0301 한글", "\u001b[2J"])(
    "keeps what somebody wrote exactly, however hostile: %j",
    async (text) => {
      const { id } = await outbox.row();
      expect(await perform(responder, "delivery.annotate", { id, text })).toBe("ok");
      expect((await listNotes(await responder.actor(), id)).map((note) => note.text)).toEqual([text]);
    },
  );

  const refused: [string, Record<string, unknown>, string][] = [
    ["a delivery that does not exist", { id: "9223372036854775807", text: "?" }, "delivery_not_found"],
    ["an id that no database holds", { id: "9223372036854775808", text: "?" }, "invalid_input"],
    ["an id with a zero before it", { id: "012", text: "?" }, "invalid_input"],
    ["an id that is a number", { id: 12, text: "?" }, "invalid_input"],
    ["nothing but spaces", { id: "1", text: " \n " }, "invalid_input"],
    ["a text without end", { id: "1", text: "x".repeat(2_001) }, "invalid_input"],
    ["a NUL", { id: "1", text: "a\u0000b" }, "invalid_input"],
    ["half a character", { id: "1", text: "a\ud800b" }, "invalid_input"],
  ];
  it.each(refused)("refuses %s", async (_what, input, code) => {
    expect(await perform(responder, "delivery.annotate", input)).toBe(code);
  });
});

describe("person.set-preferences", () => {
  const chosen = async ({ personId }: { personId: string }) => {
    const { rows } = await own.owner.query(
      'SELECT language, theme, time_zone AS "timeZone" FROM preferences WHERE person_id = $1',
      [personId],
    );
    return rows;
  };

  it("is each person's own, and the last choice counts", async () => {
    const [one, other] = [await sol(), await jae()];
    const korean = { language: "ko", theme: "dark", timeZone: "Asia/Seoul" };
    expect(await perform(one, "person.set-preferences", { ...korean, theme: "light" })).toBe("ok");
    expect(await perform(one, "person.set-preferences", korean)).toBe("ok");
    expect(await chosen(await one.actor())).toEqual([korean]);
    expect(await chosen(await other.actor())).toEqual([]);
  });

  it.each([{ timeZone: "Mars/Olympus" }, { theme: "neon" }, { language: "de" }])("refuses %j", async (wrong) => {
    const input = { language: "en", theme: "dark", timeZone: "UTC", ...wrong };
    expect(await perform(responder, "person.set-preferences", input)).toBe("invalid_input");
  });
});

describe("request.reconcile", () => {
  async function unknown(): Promise<string> {
    const asking = { operation: "delivery.retry", input: { id: (await outbox.row()).id } };
    const id = await stored(await responder.actor(), asking);
    await own.owner.query("UPDATE action_requests SET state = 'unknown', started_at = now() WHERE id = $1", [id]);
    return id;
  }

  it("is for the requester and for admins, and for no other responder", async () => {
    const [id, other] = [await unknown(), await ari()];
    const role = { email: other.email, roles: ["org:responder"] };
    const ref = newRef();
    const asked = await whileRolesAre(own.owner, role, () => perform(other, "request.reconcile", { id }, ref));
    expect(asked).toBe("request_not_yours");
    expect(await recordedKinds(own.owner, ref)).toEqual(["refusal request_not_yours"]);
    expect(await perform(await jae(), "request.reconcile", { id })).toBe("ok");
    expect(await perform(responder, "request.reconcile", { id: await unknown() })).toBe("ok");
  });

  it("settles only what is unknown", async () => {
    const id = await stored(await responder.actor(), {
      operation: "delivery.retry",
      input: { id: (await outbox.row()).id },
    });
    expect(await perform(responder, "request.reconcile", { id })).toBe("request_wrong_state");
    expect(await perform(responder, "request.reconcile", { id: "6f1d3f5e-0000-4000-8000-000000000000" })).toBe(
      "request_not_found",
    );
  });
});

it("worker.beat says which worker is alive, and forgets those that were not for a day", async () => {
  await own.owner.query("INSERT INTO worker_heartbeats VALUES ('worker-of-old', now(), now() - interval '25 hours')");
  const worker = systemActor();
  const beat = () => performRoutine(worker, newRef(), { operation: "worker.beat", input: {} });
  expect([codeOf(await beat()), codeOf(await beat())]).toEqual(["ok", "ok"]);
  const { rows } = await own.owner.query<{ worker_id: string }>("SELECT worker_id FROM worker_heartbeats");
  expect(rows).toEqual([{ worker_id: worker.workerId }]);
});
