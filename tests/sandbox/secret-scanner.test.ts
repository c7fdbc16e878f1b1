import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, beforeEach, expect, test } from "vitest";
import { createSecretScanner, type SecretScanner } from "../../sandbox/reporters/secret-scanner";

type Told = { state: string; reference: string; authorization: string | undefined };

let told: Told[];
let status: number;
let server: Server;
let scanner: SecretScanner;

beforeEach(async () => {
  told = [];
  status = 202;
  server = createServer((request, response) => {
    let text = "";
    request.on("data", (chunk: Buffer) => (text += chunk.toString()));
    request.on("end", () => {
      told.push({ ...(JSON.parse(text) as Told), authorization: request.headers.authorization });
      response.writeHead(status, { location: "http://127.0.0.1:9/elsewhere" }).end();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  scanner = createSecretScanner({ consoleOrigin: `http://127.0.0.1:${port}`, token: "sps_sandbox_1" });
});
afterEach(async () => {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
});

const FINDING = { subject: "whk-eb-3", note: "Found in a paste." };
const states = () => told.map(({ state }) => state);

test("a finding is told until the console has heard it, always under one reference, and taken back once", async () => {
  status = 503;
  const end = scanner.report(FINDING);
  await expect.poll(states).toEqual(["raised"]);
  status = 202;
  await expect.poll(states, { timeout: 5_000 }).toEqual(["raised", "raised"]);
  await end();
  expect(states()).toEqual(["raised", "raised", "cleared"]);
  expect(new Set(told.map(({ reference }) => reference)).size).toBe(1);
  expect(told[0]).toMatchObject({
    kind: "leaked_key",
    source: "secret-scanner",
    ...FINDING,
    observedAt: expect.any(String),
    authorization: "Bearer sps_sandbox_1",
  });
});

test.each([307, 401, 404])("a console that answers %i has not heard it, and hears of no end", async (answer) => {
  status = answer;
  const end = scanner.report(FINDING);
  await expect.poll(states).toEqual(["raised"]);
  await end();
  expect(states()).toEqual(["raised"]);
});
