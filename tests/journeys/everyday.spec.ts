import { expect, letIn, test } from "../support/browser";
import { healthyAgain } from "../support/dead-letters";
import { Outbox } from "../support/deliveries";
import { arrivalsOf } from "../support/webhooks";
import { words } from "../support/words";

let outbox: Outbox;
test.beforeAll(() => {
  outbox = new Outbox();
});
test.afterAll(() => outbox.close());

test("a note stays with the delivery, as its author wrote it, for the next person", async ({
  page,
  openBrowser,
  say,
}) => {
  const { id } = await outbox.row();
  const note = 'Gateway said <b>"fixed"</b> & {count}.\nAsk Jiho before noon.';
  await letIn(page, "mina@ops.example");
  await page.goto(`/deliveries/${id}`);
  const notes = page.getByRole("region", { name: say("deliveries.notes.section") });
  await notes.getByRole("button", { name: say("deliveries.notes.add") }).click();
  await expect(notes.getByText(say("deliveries.notes.missing"))).toBeVisible();
  await notes.getByLabel(say("deliveries.notes.label")).fill(note);
  await notes.getByRole("button", { name: say("deliveries.notes.add") }).click();
  await expect(notes.getByRole("article")).toContainText('Gateway said <b>"fixed"</b> & {count}.');
  await expect(notes.getByLabel(say("deliveries.notes.label"))).toHaveValue("");
  const other = await openBrowser();
  await letIn(other, "jae@ops.example");
  await other.goto(`/deliveries/${id}`);
  const article = other.getByRole("article");
  await expect(article).toContainText("Ask Jiho before noon.");
  await expect(article).toContainText("Mina Seo");
});

test("language, theme and zone are kept through a reload and come along to another browser", async ({
  page,
  openBrowser,
  say,
}) => {
  const chosen = async (where: typeof page): Promise<void> => {
    await expect(where.locator("html")).toHaveAttribute("lang", "ko");
    await expect(where.locator("html")).toHaveAttribute("data-theme", "dark");
    await expect(where.getByRole("radio", { name: "한국어" })).toBeChecked();
    await expect(where.getByLabel(words("ko")("settings.timeZone.label"))).toHaveValue("Asia/Seoul");
  };
  await letIn(page, "ari@ops.example");
  await page.goto("/settings");
  await page.getByRole("radio", { name: say("settings.theme.dark") }).check();
  await expect(page.locator("html")).toHaveAttribute("data-theme", "dark");
  await page.getByLabel(say("settings.timeZone.label")).fill("Mars/Olympus");
  await page.getByRole("button", { name: say("settings.save") }).click();
  await expect(page.getByText(say("settings.timeZone.unknown"))).toBeVisible();
  await page.getByLabel(say("settings.timeZone.label")).fill("Asia/Seoul");
  await page.getByRole("button", { name: say("settings.save") }).click();
  await expect(page.getByText(say("settings.timeZone.unknown"))).toBeHidden();
  await page.getByRole("radio", { name: "한국어" }).check();
  await expect(page.locator("html")).toHaveAttribute("lang", "ko");
  await page.reload();
  await chosen(page);
  const other = await openBrowser();
  await letIn(other, "ari@ops.example");
  await other.goto("/settings");
  await chosen(other);
});

test("filters live in the address: Back takes one away, and a link shows the same to somebody else", async ({
  page,
  openBrowser,
  say,
}) => {
  await letIn(page, "mina@ops.example");
  await page.goto("/deliveries");
  const list = page.getByRole("table", { name: say("deliveries.list") });
  const choose = async (filter: string, option: string): Promise<void> => {
    await page
      .getByRole("search")
      .getByRole("button", { name: new RegExp(`^${filter}`) })
      .click();
    await page
      .getByRole("option", { name: option, exact: true })
      .or(page.getByRole("menuitemradio", { name: option, exact: true }))
      .click();
  };
  await choose(say("deliveries.filter.relyingParty"), healthyAgain.name);
  await expect(page).toHaveURL(`/deliveries?app=${healthyAgain.id}`);
  await choose(say("deliveries.filter.status"), "502");
  await expect(page).toHaveURL(/[?&]status=502/);
  await expect(list.getByRole("cell", { name: "502", exact: true }).first()).toBeVisible();
  await expect(list.getByRole("cell", { name: "503", exact: true })).toHaveCount(0);
  const link = page.url();
  await page.goBack();
  await expect(page).toHaveURL(`/deliveries?app=${healthyAgain.id}`);
  await expect(list.getByRole("cell", { name: "503", exact: true }).first()).toBeVisible();
  const other = await openBrowser();
  await letIn(other, "jae@ops.example");
  await other.goto(link);
  const theirs = other.getByRole("table", { name: say("deliveries.list") });
  await expect(theirs.getByRole("cell", { name: "502", exact: true }).first()).toBeVisible();
  await expect(theirs.getByRole("cell", { name: "503", exact: true })).toHaveCount(0);
});

test("a search finds one delivery by its id, its subject or its key, and says so when there is none", async ({
  page,
  say,
}) => {
  const { id, idempotency_key: key } = await outbox.row();
  await letIn(page, "mina@ops.example");
  await page.goto("/deliveries");
  const search = page.getByRole("searchbox", { name: say("deliveries.filter.search") });
  const list = page.getByRole("table", { name: say("deliveries.list") });
  for (const sought of [id, key]) {
    await search.fill(sought);
    await search.press("Enter");
    await expect(page).toHaveURL(`/deliveries?q=${sought}`);
    await expect(list.getByRole("rowheader")).toHaveText([id]);
  }
  await search.fill("%' OR 1=1 --");
  await search.press("Enter");
  await expect(page.getByText(say("deliveries.empty.filteredTitle"))).toBeVisible();
  await page.getByRole("button", { name: say("deliveries.filter.clear") }).click();
  await expect(page).toHaveURL("/deliveries");
  await expect(list.getByRole("rowheader")).toHaveCount(50);
});

test("pages follow each other without a gap or a repeat, and Back goes back", async ({ page, say }) => {
  await letIn(page, "mina@ops.example");
  await page.goto(`/deliveries?app=${healthyAgain.id}`);
  const rows = page.getByRole("table", { name: say("deliveries.list") }).getByRole("rowheader");
  const ids = () => rows.allTextContents();
  const next = page.getByRole("link", { name: say("deliveries.nextPage", { count: 50 }) });
  await expect(rows).toHaveCount(50);
  const first = await ids();
  await next.click();
  await expect(page).toHaveURL(/cursor=/);
  await expect(rows.filter({ hasText: first[0] ?? "" })).toHaveCount(0);
  await expect(rows).toHaveCount(50);
  const second = await ids();
  expect(new Set([...first, ...second]).size).toBe(100);
  await page.goBack();
  await expect.poll(ids).toEqual(first);
  await page.goForward();
  await expect.poll(ids).toEqual(second);
  await page.getByRole("link", { name: say("deliveries.firstPage") }).click();
  await expect.poll(ids).toEqual(first);
});

test("signing out ends it here, and Back shows nothing", async ({ page, say }) => {
  await letIn(page, "mina@ops.example");
  await page.goto("/deliveries");
  await page.getByRole("button", { name: /Mina Seo/ }).click();
  await page.getByRole("button", { name: say("shell.person.signOut") }).click();
  await expect(page.getByLabel("Email address")).toBeVisible();
  await page.goBack();
  await expect(page.getByLabel("Email address")).toBeVisible();
  await expect(page.getByRole("table")).toHaveCount(0);
});

test("who was sent a link comes to that very page after signing in", async ({ page }) => {
  const { id } = await outbox.row();
  await page.goto(`/deliveries/${id}`);
  await expect(page).toHaveURL(new RegExp(`/sign-in\\?next=.*${id}`));
  await letIn(page, "mina@ops.example");
  await page.reload();
  await expect(page.getByRole("heading", { level: 1, name: id })).toBeVisible();
});

test("hostile data is text: it runs nothing, breaks nothing and hides nothing", async ({ page, say }) => {
  const { id, idempotency_key: key } = await outbox.row();
  const error = `<img src=x onerror="window.owned=1">\u202e${"w".repeat(600)}`;
  await outbox.owner.query("UPDATE webhook_outbox_entries SET last_error = $2 WHERE id = $1", [id, error]);
  await letIn(page, "mina@ops.example");
  for (const path of [`/deliveries?q=${id}`, `/deliveries/${id}`]) {
    await page.goto(path);
    await expect(page.getByText("<img src=x onerror=").first()).toBeVisible();
    expect(await page.evaluate(() => "owned" in window)).toBe(false);
  }
  await expect(page.getByText(key).first()).toBeVisible();
  await expect(page.getByText("secret.person@mail.example")).toHaveCount(0);
  await expect(page.getByText(say("deliveries.payload.masked")).first()).toBeVisible();
  expect(await arrivalsOf(key)).toEqual([]);
});
