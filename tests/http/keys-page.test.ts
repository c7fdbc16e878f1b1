import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import en from "@/messages/en.json";
import { calm } from "../support/calm";
import { cookiesFor, playedBy } from "../support/cast";
import { fingerprintOf, knownApps, managedKey } from "../support/clerk-keys";
import { control } from "../support/control";
import { Outbox } from "../support/deliveries";
import { ask, asPage } from "../support/http";
import { fetched, ringOf, statesOf } from "../support/keys";
import { consoleRows } from "../support/rows";

const outbox = new Outbox();
let cookies = "";
beforeAll(async () => {
  await calm();
  await knownApps(consoleRows);
  cookies = await cookiesFor(playedBy.responder);
});
afterEach(calm);
afterAll(() => outbox.close());

const get = (path: string) => ask({ path, headers: asPage, cookies });

test("without the identity provider's database, keys that are not its own are listed, and the others say why they are not", async () => {
  await control.startScenario("identity-database-down");
  const [secrets, own, webhooks] = await Promise.all(["/keys?part=secrets", "/keys?part=own", "/keys"].map(get));
  expect([secrets?.status, own?.status]).toEqual([200, 200]);
  expect(secrets?.text).toContain("CLERK_SECRET_KEY");
  expect(own?.text).toContain("RECORD_SIGNING_KEY");
  // What the page itself says in its first heading; the banner says it on every page.
  const refused = new RegExp(`<h1[^>]*>${en.refusals.identity_database_unreachable.sentence}`);
  expect([secrets, own, webhooks].map((page) => refused.test(page?.text ?? ""))).toEqual([false, false, true]);
});

test("the page of a secret key shows no secret, also where nobody is seen to use it", async () => {
  const page = await get(`/keys/secret/${fingerprintOf(managedKey())}`);
  expect([page.status, page.text.includes(fingerprintOf(managedKey()))]).toEqual([200, true]);
  expect(page.text).not.toContain(managedKey());
  expect((await get("/keys/secret/00000000")).status).toBe(200);
});

/** What a page says of each fact, as text. */
const factsOf = (html: string): Map<string, string> =>
  new Map(
    [...html.matchAll(/<dt>(.*?)<\/dt><dd[^>]*>(.*?)<\/dd>/g)].map(([, term = "", said = ""]) => [
      term,
      said.replaceAll(/<[^>]*>/g, "").trim(),
    ]),
  );

test("a drill says which rows would be re-signed, who might refuse for how long, and what was never measured; it changes nothing", async () => {
  const words = en.keys.drill;
  const { party, active } = await ringOf(outbox);
  await fetched(outbox, party, { kids: [active], secondsAgo: 60, cacheSeconds: 3_600 });
  await outbox.switched(party, true);
  const dead = await outbox.row({ relyingParty: party });
  await outbox.change(dead.id, `signing_kid = '${active}'`);
  await consoleRows("UPDATE task_follows SET state = 'lost' WHERE state = 'proved'");
  const everything = async () => [
    await statesOf(outbox, party),
    (
      await outbox.owner.query("SELECT * FROM webhook_outbox_entries WHERE oauth_application_id = $1 ORDER BY id", [
        party,
      ])
    ).rows,
    await consoleRows("SELECT id FROM action_requests ORDER BY id"),
    (await control.journal({ neighbour: "render" })).filter(({ method }) => method !== "GET").length,
  ];
  const before = await everything();
  const page = await get(`/keys/${active}?drill=now`);
  const facts = factsOf(page.text);
  expect([page.status, facts.get(words.waiting), facts.get(words.dead)]).toEqual([200, "0", "1"]);
  expect(page.text).toContain(`/deliveries?state=dead&amp;app=${party}&amp;q=kid%3A${active}`);
  expect(facts.get(words.refusers)).toMatch(/^Off \S+ for 59\smin/);
  for (const step of Object.values(words.step)) expect(facts.get(step)).toMatch(/\d+\sms$/);
  for (const term of [words.job, words.total, words.last]) expect(facts.get(term)).toBe(words.never);
  expect(page.text).toContain(words.aside);
  expect(await everything()).toEqual(before);
});
