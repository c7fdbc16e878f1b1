import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { HumanActor } from "@/lib/access/actor";
import { exportFile } from "@/lib/deliveries/queries/export-file";
import { measureExport } from "@/lib/deliveries/queries/measure-export";
import type { ExportInput } from "@/lib/deliveries/shapes";
import { confirmRequest } from "@/lib/operations/perform/confirm";
import { previewOperation } from "@/lib/operations/perform/preview";
import { performRoutine } from "@/lib/operations/perform/routine";
import type { RecordEntry } from "@/lib/record/shapes";
import { findStoredRequest } from "@/lib/requests/queries/find-request";
import { codeOf, must, newRef, ready, stored } from "../support/acts";
import { calm } from "../support/calm";
import { hold, isWaiting, openPool } from "../support/databases";
import { Outbox, relyingParties } from "../support/deliveries";
import { confirmedExport, confirmedNow } from "../support/exports";
import { stopProduct } from "../support/own-console";
import { jae, mina, type Person, sol } from "../support/people";
import { consoleRows } from "../support/rows";
import { world } from "../support/world";

const owner = openPool(world().consoleOwnerUrl);
const outbox = new Outbox();
let responder: Person;
let actor: HumanActor;

beforeAll(async () => {
  await calm();
  responder = await mina();
  actor = await responder.actor();
});
afterAll(async () => {
  await outbox.close();
  await owner.end();
  await stopProduct();
});

/** Rows that nothing else finds: their words are of this test alone. */
let word = "";
let mine: string[] = [];
beforeEach(async () => {
  word = `pear${crypto.randomUUID().replace(/[\d-]/g, "")}`;
  mine = [];
  for (let count = 0; count < 3; count += 1) mine.unshift(await another());
});

async function another(status = 503, error = `${status} the ${word} is closed`): Promise<string> {
  const { id } = await outbox.row({ relyingParty: relyingParties.podoGames });
  await outbox.owner.query("UPDATE webhook_outbox_entries SET last_status = $2, last_error = $3 WHERE id = $1", [
    id,
    status,
    error,
  ]);
  return id;
}

const found = (q: string): ExportInput["of"] => ({ filter: { state: "dead", app: "", event: "", status: "", q } });
const asking = (of: ExportInput["of"]) => ({ operation: "delivery.export", input: { of } });
const take = async (id: string, by: Person = responder, ref = newRef()) =>
  performRoutine(await by.actor(), ref, { operation: "delivery.take-export", input: { id } });

/** The ids in the file that a stored export leads to, in its order. */
async function fileOf(id: string): Promise<string[]> {
  const request = await findStoredRequest(id);
  let text = "";
  for await (const lines of exportFile(actor, [request?.inputText ?? "", request?.targetText ?? ""]).lines)
    text += lines;
  return text
    .split("\r\n")
    .slice(1, -1)
    .map((line) => /^"(\d+)"/.exec(line)?.[1] ?? line);
}

describe("an export", () => {
  it("tells how much it would hold of what is ticked, and of everything that a search finds", async () => {
    const blast = async (of: ExportInput["of"]) =>
      must(await previewOperation(actor, newRef(), asking(of))).preview.blast;
    const three = { deliveries: 3, relyingParties: 1, people: 1, requests: 0 };
    expect(await blast({ ids: mine })).toEqual(three);
    expect(await blast(found(word))).toEqual(three);
    expect(await blast(found(`${word} cause:relying_party_5xx`))).toEqual(three);
  });

  it("of nothing is refused, and so is one of a delivery that is not there", async () => {
    const code = async (of: ExportInput["of"]) => codeOf(await previewOperation(actor, newRef(), asking(of)));
    expect(await code(found("cause:dns nobody-says-this"))).toBe("nothing_matches");
    expect(await code({ ids: [...mine, "9223372036854775807"] })).toBe("delivery_not_found");
  });

  it("hands out an address when it ran, and is in the record with its size and nothing of what it holds", async () => {
    const ref = newRef();
    const { id, nonce } = await ready(responder, asking(found(word)));
    const { outcome } = must(await confirmRequest(await responder.actor(), ref, { id, nonce }));
    expect(outcome.handed).toEqual({ file: [`/api/exports/${id}`] });
    const rows = await consoleRows<{ entry: string }>(
      "SELECT entry FROM record WHERE entry::jsonb ->> 'ref' = $1 ORDER BY seq",
      [ref],
    );
    const entries = rows.map(({ entry }) => JSON.parse(entry) as RecordEntry);
    expect(entries.map(({ kind }) => kind)).toEqual(["intent", "outcome"]);
    expect(entries[1]?.facts).toEqual({ rows: 3 });
    expect(JSON.stringify(entries)).not.toContain(word);
  });

  it("of what a search finds holds what was approved: nothing that died since, and nothing that left", async () => {
    const id = await stored(actor, asking(found(word)));
    const later = await another();
    await outbox.change(later, "dlq_at = dlq_at + interval '1 minute'");
    await outbox.change(mine[1] ?? "", "delivered_at = now() AT TIME ZONE 'UTC'");
    expect(await fileOf(id)).toEqual([mine[0], mine[2]]);
  });

  it("of what is ticked does not run once one of them is not as it was shown", async () => {
    const request = await ready(responder, asking({ ids: mine }));
    await outbox.change(mine[1] ?? "", "attempts = attempts + 1, updated_at = now() AT TIME ZONE 'UTC'");
    expect(codeOf(await confirmRequest(actor, newRef(), request))).toBe("target_changed");
  });

  it("never holds more rows than were approved, whatever slips in between", async () => {
    const id = await stored(actor, asking(found(word)));
    const between = await another();
    await outbox.change(
      between,
      `dlq_at = (SELECT dlq_at FROM webhook_outbox_entries WHERE id = ${mine[1]}) + interval '1 microsecond'`,
    );
    expect(await fileOf(id)).toHaveLength(3);
  });

  it("of a cause holds the rows of that cause alone", async () => {
    await another(422);
    const id = await stored(actor, asking(found(`${word} cause:relying_party_5xx`)));
    expect(await fileOf(id)).toEqual(mine);
  });

  it("is for those who may see rows", async () => {
    const manager = await (await sol()).actor();
    const refused = { refusal: { code: "not_allowed" } };
    await expect(measureExport(manager, { of: { ids: mine } })).rejects.toMatchObject(refused);
    const approved = [JSON.stringify({ of: { ids: mine } }), JSON.stringify({ rows: 3, ends: null })];
    expect(() => exportFile(manager, approved)).toThrow(expect.objectContaining(refused));
  });
});

describe("delivery.take-export", () => {
  const confirmed = () => confirmedExport(consoleRows, responder, { ids: mine });

  it("hands the file out once: of ten at once, one has it", async () => {
    const id = await confirmed();
    const codes = (await Promise.all(Array.from({ length: 10 }, () => take(id)))).map(codeOf);
    expect(codes.toSorted()).toEqual([...Array.from({ length: 9 }, () => "file_taken"), "ok"]);
    expect(codeOf(await take(id))).toBe("file_taken");
  });

  it("hands it to one of two who ask at the same instant", async () => {
    const id = await confirmed();
    const first = await hold(owner, "INSERT INTO delivery_export_takings (request_id) VALUES ($1)", [id]);
    const second = take(id);
    try {
      await expect.poll(() => isWaiting(owner, "sallyport-console"), { interval: 10, timeout: 5_000 }).toBe(true);
    } finally {
      await first.release();
    }
    expect(codeOf(await second)).toBe("file_taken");
  });

  it("hands it to nobody but its own person", async () => {
    expect(codeOf(await take(await confirmed(), await jae()))).toBe("request_not_yours");
  });

  it("hands nothing out before it was confirmed, ten minutes after, of another act, or of what was tampered with", async () => {
    const draft = await stored(actor, asking({ ids: mine }));
    expect(codeOf(await take(draft))).toBe("request_wrong_state");
    const old = await confirmed();
    await consoleRows("UPDATE action_requests SET finished_at = now() - interval '11 minutes' WHERE id = $1", [old]);
    expect(codeOf(await take(old))).toBe("request_expired");
    const retry = await stored(actor, { operation: "delivery.retry", input: { id: mine[0] } });
    await consoleRows(confirmedNow, [retry]);
    expect(codeOf(await take(retry))).toBe("request_not_found");
    const bent = await confirmed();
    await consoleRows("UPDATE action_requests SET input_text = $2 WHERE id = $1", [
      bent,
      JSON.stringify({ of: { ids: mine.slice(1) } }),
    ]);
    expect(codeOf(await take(bent))).toBe("digest_mismatch");
  });
});
