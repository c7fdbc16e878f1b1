import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { act } from "../support/actions";
import { calm } from "../support/calm";
import { cookiesFor, playedBy } from "../support/cast";
import { Outbox } from "../support/deliveries";
import { ask, asPage, asPoll } from "../support/http";

let outbox: Outbox;
let cookies = "";
beforeAll(async () => {
  await calm();
  outbox = new Outbox();
  cookies = await cookiesFor(playedBy.responder);
});
afterAll(async () => {
  await outbox.close();
  await calm();
});

const page = (path: string) => ask({ path, headers: asPage, cookies });

describe("an address", () => {
  test.each([
    "%00",
    "a%00b",
    "%ED%A0%80",
    "%FF%FE",
    "%C0%AE%C0%AE",
    "%EF%BB%BF",
    "%EF%BF%BE",
    "%E2%80%AEgnp.exe",
    "%F0%9F%98",
  ])("that holds %s as text, place or id is answered and finds nothing (F-05, F-07)", async (bytes) => {
    for (const path of [
      `/deliveries?q=${bytes}`,
      `/deliveries?event=${bytes}&cursor=${bytes}&app=${bytes}`,
      `/deliveries/${bytes}`,
      `/api/live/delivery?id=${bytes}`,
    ]) {
      const answer = await ask({ path, headers: path.startsWith("/api") ? asPoll : asPage, cookies });
      expect([path, answer.status < 500, answer.text.includes("\u0000")]).toEqual([path, true, false]);
    }
  });

  test.each([
    "q[]=a&q[not]=b",
    "q=a&q=b",
    "q=%27%20OR%201%3D1--",
    "q=%7B%22not%22%3A%22%22%7D",
    "q=%24%24%25_%5C",
    `q=${"x".repeat(10_000)}`,
    "state=__proto__&app=constructor",
    "__proto__[state]=delivered",
  ])("whose search is %.40s is answered, and shows no more than it would without (F-07)", async (query) => {
    const answer = await page(`/deliveries?${query}`);
    expect(answer.status).toBeLessThan(500);
    expect(answer.text).not.toContain("secret.person");
  });
});

test("what no database keeps is refused before it is stored (F-05)", async () => {
  const { id } = await outbox.row();
  for (const text of ["nul \u0000", "half \uD800 of a pair"]) {
    const answer = await act("perform", [{ operation: "delivery.annotate", input: { id, text } }], { cookies });
    expect(answer).toMatchObject({ ok: false, refusal: { code: "invalid_input" } });
  }
});

describe("a delivery", () => {
  test.each([
    "0001-01-01",
    "9999-12-31 23:59:59.999999",
    "10000-01-01",
    "294276-12-31",
    "0044-03-15 BC",
    "infinity",
    "-infinity",
  ])("of %s is shown with its instants as they are (F-14)", async (at) => {
    const { id } = await outbox.row();
    await outbox.change(id, `enqueued_at = '${at}', dlq_at = '${at}', created_at = '${at}', updated_at = '${at}'`);
    for (const path of [`/deliveries/${id}`, `/deliveries?q=${id}`]) {
      const answer = await page(path);
      expect([path, answer.status, answer.text.includes(id)]).toEqual([path, 200, true]);
    }
    await outbox.change(id, "delivered_at = now(), dlq_at = NULL, updated_at = now()");
  });

  test("of five megabytes comes as its first 64 KiB, and its list without it (F-03)", async () => {
    const { id } = await outbox.row();
    await outbox.owner.query(
      "UPDATE webhook_outbox_entries SET payload = jsonb_build_object('type', 'x', 'blob', repeat('y', 5000000), 'z', 1) WHERE id = $1",
      [id],
    );
    const [whole, list] = [await page(`/deliveries/${id}`), await page(`/deliveries?q=${id}`)];
    expect(whole.text).toContain("5,000,0");
    expect(whole.text.length).toBeLessThan(1_000_000);
    for (const { text } of [whole, list]) expect(text).not.toContain("yyyyyyyy");
  });

  test("as deep as a database takes it, with strange keys and numbers, is shown (F-01, F-04)", async () => {
    const { id } = await outbox.row();
    const payload = `{"__proto__":{"type":"a"},"constructor":1e400,"zero":-0,"id":12345678901234567890,"</style>":"</script><script>window.owned=1</script>","{{7*7}}":"javascript:alert(1)","<svg onload=owned()>":"<math><mtext></p><style><img src=x onerror=owned()>","deep":${"[".repeat(2_000)}1${"]".repeat(2_000)}}`;
    await outbox.owner.query("UPDATE webhook_outbox_entries SET payload = $2 WHERE id = $1", [id, payload]);
    const { status, text } = await page(`/deliveries/${id}`);
    expect(status).toBe(200);
    expect(text).toContain("__proto__");
    expect(/<svg onload|<script>window\.owned|<img src=x|12345678901234567890/.test(text)).toBe(false);
  });

  test("names no file: nothing from outside is in the name of a download (F-11)", async () => {
    const { id } = await outbox.row();
    await outbox.change(id, `event_type = '../../x', subject = 'gpj.\u202Eexe"; filename="x'`);
    for (const path of [`/deliveries/${id}`, `/deliveries?q=${id}`]) {
      const { headers, text } = await page(path);
      expect(headers["content-disposition"]).toBeUndefined();
      expect(text).not.toMatch(/\sdownload(=|\s|>)/);
    }
  });
});
