import { expect, letIn, test } from "../support/browser";
import { forgetColleagues, newColleagues } from "../support/colleagues";
import { GuardedSheet } from "../support/guarded-sheet";
import { answers, forgetReviews, owedReview } from "../support/reviews";
import { consoleRows } from "../support/rows";

/** Others lock their colleagues out, too, and leave it owed. */
const forgetLockOuts = () => consoleRows("DELETE FROM reviews WHERE operation = 'person.lock-out'");

test.beforeEach(async () => void (await forgetLockOuts()));
test.afterEach(async ({ mayComplain }) => {
  // The pages are open still, and ask for what is taken away here.
  mayComplain(/status of 404 .*\/api\/live\/review\?/);
  await forgetLockOuts();
  await forgetReviews(consoleRows);
  await forgetColleagues(consoleRows);
});

test("Jae locks somebody out alone: a review is owed at once, he writes it, and only Ari can file it", async ({
  page,
  say,
  openBrowser,
}) => {
  await newColleagues(consoleRows, ["responder"]);
  await letIn(page, "jae@ops.example");
  await page.goto("/settings/people");
  const verb = say("operations.names.person.lock-out.verb");
  await page.getByRole("row").filter({ hasText: "Colleague 1" }).getByRole("button", { name: verb }).click();
  const sheet = new GuardedSheet(page, say);
  await sheet.giveReason("Signed in from two continents.");
  await sheet.proveByCode("424242");
  await sheet.run(verb);
  await sheet.close();

  await page.goto("/approvals?part=reviews");
  const owed = page.getByRole("table", { name: say("reviews.owed.title") });
  await owed.getByRole("link", { name: /Colleague 1/ }).click();
  // The list says the same of each of its lines.
  await page.waitForURL(/\/approvals\/reviews\//);
  await expect(page.getByText(say("reviews.state.open"), { exact: true })).toBeVisible();
  const keep = page.getByRole("button", { name: say("operations.names.review.write.verb") });
  for (const question of ["whatHappened", "why", "whatToChange"] as const) {
    await page.getByLabel(say(`reviews.question.${question}`), { exact: true }).fill(answers[question]);
    await keep.click();
    await expect(keep).toHaveAccessibleDescription(say("reviews.form.nothingNew"));
  }
  await expect(page.getByText(say("reviews.state.written"), { exact: true })).toBeVisible();
  const file = page.getByRole("main").getByRole("button", { name: say("operations.names.review.file.verb") });
  await expect(file).toHaveAccessibleDescription(say("refusals.self_review.sentence"));

  const other = await openBrowser();
  await letIn(other, "ari@ops.example");
  await other.goto(page.url());
  await expect(other.getByLabel(say("reviews.question.why"), { exact: true })).toHaveValue(answers.why);
  const files = other.getByRole("main").getByRole("button", { name: say("operations.names.review.file.verb") });
  await files.click();
  const his = new GuardedSheet(other, say);
  await his.giveReason("Read with the team.");
  await his.proveByCode("424242");
  await his.run(say("operations.names.review.file.verb"));
  await his.close();
  await expect(other.getByText(say("reviews.state.filed"), { exact: true })).toBeVisible();
  await expect(other.getByText(answers.whatToChange)).toBeVisible();
  await expect(other.getByRole("textbox")).toHaveCount(0);
  await expect(page.getByText(say("reviews.state.filed"), { exact: true })).toBeVisible();
});

test("two who write at once lose nobody's words, and lateness stands on the page", async ({
  page,
  say,
  openBrowser,
}) => {
  await letIn(page, "mina@ops.example");
  await page.goto("/approvals?part=reviews");
  const id = await owedReview(consoleRows, { email: "mina@ops.example", lateHours: 5 });
  await page.goto(`/approvals/reviews/${id}`);
  await expect(page.locator(".section .state.down")).toBeVisible();
  const hers = page.getByLabel(say("reviews.question.why"), { exact: true });
  await hers.fill("Because of the logger.");
  const other = await openBrowser();
  await letIn(other, "jae@ops.example");
  await other.goto(`/approvals/reviews/${id}`);
  await other.getByLabel(say("reviews.question.why"), { exact: true }).fill("Because of the proxy.");
  await other.getByRole("button", { name: say("operations.names.review.write.verb") }).click();

  await expect(page.getByText(say("reviews.form.overtaken", { name: "Jae Han" }))).toBeVisible();
  await expect(hers).toHaveValue("Because of the logger.");
  await expect(page.getByText("Because of the proxy.")).toBeVisible();
  const keep = page.getByRole("button", { name: say("operations.names.review.write.verb") });
  await expect(keep).toHaveAccessibleDescription(say("reviews.form.overtakenWhy"));
  await page.getByRole("button", { name: say("reviews.form.rebase") }).click();
  await keep.click();
  await expect(other.getByText(say("reviews.form.overtaken", { name: "Mina Seo" }))).toBeVisible();
});
