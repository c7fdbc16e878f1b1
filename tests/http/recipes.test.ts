import { readFileSync } from "node:fs";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { apiClient } from "../support/api-client";
import { atABrowser } from "../support/at-a-browser";
import { calm } from "../support/calm";
import { control } from "../support/control";
import { openIncident } from "../support/incidents";
import { consoleRows } from "../support/rows";
import { inShell, type Printed } from "../support/shell";
import { world } from "../support/world";

const text = readFileSync(path.resolve(import.meta.dirname, "../../docs/api.md"), "utf8");

type Recipe = { heading: string; block: string };

/** Every block of commands below `## Recipes`, with the heading above it; the first is what all of them begin with. */
const [beginning, ...recipes] = text
  .slice(text.indexOf("\n## Recipes\n"))
  .split(/^##+ /m)
  .flatMap((part): Recipe[] => {
    const [, block] = /^```sh\n([^]*?)^```$/m.exec(part) ?? [];
    return block === undefined ? [] : [{ heading: part.split("\n")[0] ?? "", block }];
  });

const tokens: Record<string, string> = {};
beforeAll(async () => {
  await calm();
  const { apiTokens } = await control.describe();
  for (const scope of ["read", "operate", "signal"] as const) tokens[`${scope.toUpperCase()}_TOKEN`] = apiTokens[scope];
  // The night's key may be taken by a run before this one.
  await consoleRows("UPDATE action_requests SET idempotency_key = NULL WHERE idempotency_key IS NOT NULL");
});
afterAll(async () => {
  await consoleRows("DELETE FROM signals");
  await consoleRows("DELETE FROM incidents");
});

/** @param then what a test looks at afterwards, in the same shell */
async function run(heading: string, then = ""): Promise<Printed> {
  const recipe = recipes.find((each) => each.heading === heading);
  const printed = await inShell(`${beginning?.block}${recipe?.block}\n${then}`, {
    ...tokens,
    CONSOLE: world().consoleUrl,
  });
  const { code, out, complaints } = printed;
  if (code !== 0 || complaints !== "") throw new Error(`${heading}: ended with ${code}.\n${out}${complaints}`);
  return printed;
}

type Asked = { id: string; digest: string };

/** Prove and approve what a recipe asks for, as soon as it has. */
async function twoPeople(): Promise<Asked> {
  const drafts = () =>
    consoleRows<Asked>(
      "SELECT id::text, digest FROM action_requests WHERE state = 'draft' AND idempotency_key IS NOT NULL",
    );
  await expect.poll(drafts, { timeout: 20_000 }).toHaveLength(1);
  const [{ id, digest }] = (await drafts()) as [Asked];
  await atABrowser.prove(id);
  await atABrowser.approve(id, digest);
  return { id, digest };
}

describe("a recipe of docs/api.md", () => {
  test("is run here, each of them", () => {
    expect(recipes.map(({ heading }) => heading)).toEqual([
      "A status line in a terminal",
      "The number of dead deliveries, on a dashboard",
      "A replay, asked for every night",
      "A report by a scanner",
      "What happened, after an incident",
    ]);
  });

  test("prints the verdict as one line", async () => {
    expect((await run("A status line in a terminal")).out).toMatch(/^[a-z_]+ (sev[123]|none) since \S+\n$/);
  });

  test("prints a number for each relying party that has dead deliveries", async () => {
    const { out } = await run("The number of dead deliveries, on a dashboard");
    expect(
      out
        .trim()
        .split("\n")
        .filter((line) => !/^dead_deliveries\{relying_party="[^"]+"\} \d+$/.test(line)),
    ).toEqual([]);
    expect(out).toContain('relying_party="EB"');
  });

  test("asks for a replay, waits for two people, and runs it", async () => {
    // Nobody else replays there, and the identity provider's database, which another test may have taken away, answers again.
    await consoleRows("UPDATE replay_lanes SET final_at = now() WHERE final_at IS NULL");
    await consoleRows("UPDATE replays SET state = 'canceled', final_at = now() WHERE final_at IS NULL");
    const asked = { q: "cause:relying_party_timeout", oauth_application_id: "24" };
    const found = async () => {
      const query = { status: "dead" as const, limit: 50, ...asked };
      return (await apiClient(tokens.READ_TOKEN ?? "")("listWebhookOutbox", { query }).catch(() => null))?.data.length;
    };
    await expect.poll(found, { timeout: 20_000 }).toBe(50);
    const [{ out }, { id, digest }] = await Promise.all([
      run("A replay, asked for every night", `call "$OPERATE_TOKEN" -X POST $api/jobs/$id/cancel`),
      twoPeople(),
    ]);
    const lines = out.split("\n");
    expect(lines[0]).toBe(`${world().consoleUrl}/operations/${id} ${digest.slice(0, 8)}`);
    expect(out).toMatch(/(running|paused|canceling): \d+ of [1-9]\d*$/m);
    const over = () => consoleRows("SELECT state FROM replays WHERE request_id = $1", [id]);
    await expect.poll(over, { timeout: 60_000 }).toEqual([{ state: "canceled" }]);
  });

  test("reports a signal", async () => {
    expect(JSON.parse((await run("A report by a scanner")).out)).toMatchObject({ state: "raised" });
  });

  test("keeps the report of an incident and the record's checkpoint", async () => {
    const number = await openIncident(consoleRows, { title: "Clerk *is* down" });
    await consoleRows(`UPDATE incidents SET resolved_at = now(), resolved_by = declared_by WHERE number = $1`, [
      number,
    ]);
    const { out } = await run("What happened, after an incident", "cat report.md report.json checkpoint.json");
    expect(out).toContain(`## Incident Report INC-${number}: Clerk \\*is\\* down`);
    for (const heading of ["### Timeline", "### Root Cause", "### Impact", "### Action Items"])
      expect(out).toContain(heading);
    expect(out).toContain(`"incident":"INC-${number}"`);
    expect(out).toContain('"origin":"sallyport record v1"');
  });
});
