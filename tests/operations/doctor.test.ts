import { execFile } from "node:child_process";
import { mkdtemp, readFile, rm, stat } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { control } from "../support/control";
import { hostControl } from "../support/host";
import { enterOwnConsole, typescript } from "../support/own-console";
import { consoleRows, idpRows } from "../support/rows";
import { leaksOf, secretsOf } from "../support/secrets";
import { restoreSheets } from "../support/sheets";
import { world } from "../support/world";

const root = path.resolve(import.meta.dirname, "../..");
type Diagnosis = { state: string; checks: { name: string; state: string; says: string }[] };

let folder: string;
let nobody: string;
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "sallyport-doctor-"));
  nobody = await closedPort();
});
afterAll(() => rm(folder, { recursive: true, force: true }));

/** A port at which nothing listens. */
async function closedPort(): Promise<string> {
  const server = createServer().listen(0, "127.0.0.1");
  await new Promise((resolve) => server.once("listening", resolve));
  const { port } = server.address() as { port: number };
  await new Promise((resolve) => server.close(resolve));
  return `127.0.0.1:${port}`;
}

/** Runs the doctor as `npm run doctor` does. */
async function doctor(args: string[], change: Record<string, string> = {}): Promise<{ code: number; out: string }> {
  const [node, script] = typescript("scripts/doctor.ts");
  const env = { ...world().env.product, LOG_LEVEL: "silent", NODE_ENV: "production" as const, ...change };
  try {
    const { stdout, stderr } = await promisify(execFile)(node, [...script, ...args], { cwd: root, env });
    return { code: 0, out: stdout + stderr };
  } catch (error) {
    const { code, stdout, stderr } = error as { code: number; stdout: string; stderr: string };
    return { code, out: stdout + stderr };
  }
}

const withoutDatabase = (): Record<string, string> => {
  const address = new URL(world().env.product.DATABASE_URL ?? "");
  address.host = nobody;
  return { DATABASE_URL: address.href };
};

describe("the doctor", () => {
  it("finds every part of a running world well, and says so in words and in JSON", async () => {
    const json = await doctor(["--json"]);
    const { checks } = JSON.parse(json.out) as Diagnosis;
    expect(checks.filter(({ state }) => state === "down")).toEqual([]);
    const words = await doctor([]);
    for (const { name } of checks) expect(words.out).toContain(name);
  });

  it("with the console database away names what is down, goes on with the rest, and quotes no address", async () => {
    const { code, out } = await doctor(["--json"], withoutDatabase());
    const state = Object.fromEntries((JSON.parse(out) as Diagnosis).checks.map((each) => [each.name, each.state]));
    expect(code).toBe(2);
    expect(state).toMatchObject({ "console database": "down", record: "down", worker: "down" });
    expect(state).toMatchObject({ environment: "ok", "identity provider's database": "ok" });
    expect(out).not.toContain(nobody);
  });

  it("says whether break-glass is armed, and what is missing", async () => {
    const lookedAt = async () => {
      const { checks } = JSON.parse((await doctor(["--json"])).out) as Diagnosis;
      return checks.find(({ name }) => name === "break-glass");
    };
    await restoreSheets();
    expect(await lookedAt()).toMatchObject({ state: "ok" });
    await consoleRows("UPDATE bypass_enrolments SET drilled_at = NULL");
    expect(await lookedAt()).toMatchObject({ state: "degraded", says: expect.stringContaining("never drilled") });
    await restoreSheets();
  });

  it("says that the host refuses our key, as ours, and quotes no key; and that it has no budget for us", async () => {
    const lookedAt = async () => {
      const { code, out } = await doctor(["--json"]);
      return { code, out, host: (JSON.parse(out) as Diagnosis).checks.find(({ name }) => name === "host") };
    };
    try {
      await hostControl("PUT /render/api-key");
      const refused = await lookedAt();
      expect(refused).toMatchObject({
        code: 2,
        host: { state: "down", says: expect.stringContaining("RENDER_API_KEY") },
      });
      expect(leaksOf(secretsOf([]), [refused.out])).toEqual([]);
      await hostControl("DELETE /render/api-key");
      await control.setFault("render/reads", { rateLimit: true });
      expect((await lookedAt()).host).toMatchObject({ state: "degraded", says: expect.stringMatching(/for \d+ s/) });
    } finally {
      await control.clearFaults();
      await hostControl("DELETE /render/api-key");
    }
    expect((await lookedAt()).host).toMatchObject({ state: "ok" });
  });

  it("names a variable that is missing, and repeats no value", async () => {
    const { out } = await doctor(["--json"], { RECORD_HMAC_KEY: "too short to seal" });
    expect(out).toContain("RECORD_HMAC_KEY");
    expect(out).not.toContain("too short to seal");
  });
});

describe("the doctor, of what the console stands on", () => {
  const lookedAt = async (name: string, change: Record<string, string> = {}) => {
    const { code, out } = await doctor(["--json"], change);
    const found = (JSON.parse(out) as Diagnosis).checks.find((check) => check.name === name);
    return { code, ...found };
  };
  const appRole = (url = "") => decodeURIComponent(new URL(url).username);

  it("names a table that the app's role may not add to, one that it could rewrite, and a queue that is not there", async () => {
    const own = await enterOwnConsole();
    const role = appRole(own.env.DATABASE_URL);
    try {
      expect(await lookedAt("rights", own.env)).toMatchObject({ state: "ok" });
      expect(await lookedAt("queues", own.env)).toMatchObject({ state: "ok" });
      await own.owner.query(`REVOKE INSERT ON notices FROM ${role}`);
      await own.owner.query("DELETE FROM pgboss.queue WHERE name = 'task.follow'");
      expect(await lookedAt("rights", own.env)).toMatchObject({
        state: "down",
        says: expect.stringContaining("lacks rights on notices:"),
      });
      expect(await lookedAt("queues", own.env)).toMatchObject({
        code: 2,
        says: expect.stringContaining("task.follow"),
      });
      await own.owner.query(`GRANT UPDATE ON approvals TO ${role}`);
      expect(await lookedAt("rights", own.env)).toMatchObject({
        state: "down",
        says: expect.stringContaining("could rewrite approvals:"),
      });
    } finally {
      await own.close();
      Object.assign(process.env, world().env.product);
    }
  });

  it("names a table of the identity provider's that one of our roles can't read, and what a neighbour has", async () => {
    const role = appRole(world().env.product.IDP_DATABASE_READ_URL);
    await idpRows(`REVOKE SELECT ON jwks_fetches FROM ${role}`);
    await control.setFault("clerk-managed", { outage: true });
    try {
      const { out } = await doctor(["--json"]);
      const found = Object.fromEntries((JSON.parse(out) as Diagnosis).checks.map((check) => [check.name, check]));
      expect(found["identity provider's tables"]).toMatchObject({
        state: "degraded",
        says: expect.stringContaining("without jwks_fetches"),
      });
      expect(found.neighbours).toMatchObject({
        state: "degraded",
        says: expect.stringContaining("clerk_frontend down"),
      });
    } finally {
      await idpRows(`GRANT SELECT ON jwks_fetches TO ${role}`);
      await control.clearFaults();
    }
    expect(await lookedAt("identity provider's tables")).toMatchObject({ state: "ok" });
  });

  it("finds what is installed at or above its floor", async () => {
    expect(await lookedAt("versions")).toMatchObject({ state: "ok" });
  });
});

describe("the sheet", () => {
  const contact = { id: crypto.randomUUID(), name: "Night <desk> & co", phone: "+82 2 123 4567" };

  it("has vendors, commands and everybody whom the settings know, and no secret, for its owner's eyes", async () => {
    await consoleRows(
      `INSERT INTO contacts (id, kind, name, note, version, changed_at) VALUES ($1, 'on_call', $2, '', 1, now())`,
      [contact.id, contact.name],
    );
    await consoleRows(`INSERT INTO contact_channels (contact_id, place, kind, address) VALUES ($1, 0, 'phone', $2)`, [
      contact.id,
      contact.phone,
    ]);
    try {
      const file = path.join(folder, "sheet.html");
      const { code } = await doctor(["--sheet", file]);
      const sheet = await readFile(file, "utf8");
      expect([code, (await stat(file)).mode & 0o777]).toEqual([0, 0o600]);
      for (const words of ["https://dashboard.clerk.com", "$CLERK_SECRET_KEY", world().consoleUrl, contact.phone])
        expect(sheet).toContain(words);
      expect(sheet).not.toContain("<desk>");
      expect(leaksOf(secretsOf([]), [sheet])).toEqual([]);
    } finally {
      await consoleRows("DELETE FROM contact_channels WHERE contact_id = $1", [contact.id]);
      await consoleRows("DELETE FROM contacts WHERE id = $1", [contact.id]);
    }
  });

  it("is written without the database as well, in Korean, and says that it names nobody", async () => {
    const file = path.join(folder, "sheet.ko.html");
    const { code, out } = await doctor(["--sheet", file, "--language", "ko"], withoutDatabase());
    expect([code, out.includes("names nobody")]).toEqual([0, true]);
    expect(await readFile(file, "utf8")).toContain('<html lang="ko">');
  });
});
