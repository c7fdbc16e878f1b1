import { generateKeyPairSync } from "node:crypto";
import { createServer, type IncomingMessage, type Server } from "node:http";
import { seedCustomers } from "../../sandbox/clerk/seed/customers";
import { type ClerkPart, startClerk } from "../../sandbox/clerk/start";
import { startIdentityProvider } from "../../sandbox/identity-provider/start";
import { createKernel } from "../../sandbox/kernel/kernel";
import type { Part } from "../../sandbox/kernel/part";
import { startRelyingParties } from "../../sandbox/relying-parties/start";
import { hostingOf } from "../../sandbox/render/hosting";
import { startRender } from "../../sandbox/render/start";
import { createSecretScanner } from "../../sandbox/reporters/secret-scanner";
import { registerScenarios } from "../../sandbox/scenarios/register";
import type { Surroundings } from "../../sandbox/scenarios/surroundings";
import { startClerkStatus } from "../../sandbox/status-page/start";
import { startTargetApps } from "../../sandbox/target-apps/start";
import { createTestDatabase, freePorts, type TestDatabase, type TestWorld } from "./identity-provider-harness";

export const SIGNAL_TOKEN = "sps_sandbox_for_tests";
export const RENDER_KEY = "rnd_sandbox_for_tests";
const CLERK_KEY = "sk_live_sandbox_managed_for_tests";

export type Signal = { kind: string; state: string; subject: string; reference: string };

/** Everything that scenarios turn, on free ports and a database of its own, with a console that only hears signals. */
export type ScenarioWorld = Surroundings & {
  database: TestDatabase;
  kernel: TestWorld["kernel"];
  /** What the console was told, in order. */
  signals: Signal[];
  addresses: Record<"clerkManaged" | "clerkStatus" | "identityProvider" | "render" | "targetApps", string>;
  /** The managed instance's Backend API, as the console asks it. */
  askClerk(path: string): Promise<Response>;
  close(): Promise<void>;
};

export async function startScenarioWorld(): Promise<ScenarioWorld> {
  const database = await createTestDatabase();
  const kernel = createKernel();
  const names = [
    "clerkManaged",
    "clerkStatus",
    "identityProvider",
    "relyingParties",
    "render",
    "targetApps",
    "console",
  ];
  const ports: Record<string, number> = await freePorts(names);
  const portOf = (name: string): number => ports[name] ?? 0;
  const config = {
    identityProviderDatabaseUrl: database.url,
    renderApiKey: RENDER_KEY,
    clerkSecretKey: CLERK_KEY,
    ports: {
      identityProvider: portOf("identityProvider"),
      relyingParties: portOf("relyingParties"),
      render: portOf("render"),
      targetApps: portOf("targetApps"),
      clerkManaged: portOf("clerkManaged"),
    },
  };
  const signals: Signal[] = [];
  const console = await listenForSignals(portOf("console"), signals);
  const render = await startRender(kernel, config);
  const hosting = hostingOf(render.platform);
  const parts = {
    clerkManaged: await startManagedClerk(kernel, portOf("clerkManaged")),
    clerkStatus: await startClerkStatus(kernel, portOf("clerkStatus")),
    render,
    targetApps: await startTargetApps(kernel, config, hosting),
    relyingParties: await startRelyingParties(kernel, config),
    identityProvider: await startIdentityProvider(kernel, config, { hosting }),
  };
  const consoleOrigin = `http://127.0.0.1:${portOf("console")}`;
  const secretScanner = createSecretScanner({ consoleOrigin, token: SIGNAL_TOKEN });
  kernel.faults.declare("clerk-console");
  registerScenarios(kernel, { ...parts, secretScanner });

  const address = (name: string) => `http://127.0.0.1:${portOf(name)}`;
  render.jobs.install("identity-provider", parts.identityProvider.machine);
  return {
    ...parts,
    secretScanner,
    database,
    kernel,
    signals,
    addresses: {
      clerkManaged: address("clerkManaged"),
      clerkStatus: address("clerkStatus"),
      identityProvider: address("identityProvider"),
      render: `${address("render")}/v1`,
      targetApps: address("targetApps"),
    },
    askClerk: (path) =>
      fetch(`${address("clerkManaged")}/v1${path}`, { headers: { authorization: `Bearer ${CLERK_KEY}` } }),
    async close() {
      await kernel.scenarios.stopAll();
      await Promise.all(Object.values<Part>(parts).map((part) => part.close()));
      console.closeAllConnections();
      await new Promise((resolve) => console.close(resolve));
      await database.drop();
    },
  };
}

function startManagedClerk(kernel: TestWorld["kernel"], port: number): Promise<ClerkPart> {
  const { privateKey } = generateKeyPairSync("rsa", {
    modulusLength: 2048,
    publicKeyEncoding: { type: "spki", format: "pem" },
    privateKeyEncoding: { type: "pkcs8", format: "pem" },
  });
  const settings = {
    name: "clerk-managed",
    applicationName: "Customers",
    secretKey: CLERK_KEY,
    publishableKey: `pk_live_${Buffer.from("clerk.customers.test$").toString("base64").replaceAll("=", "")}`,
    privateKeyPem: privateKey,
    allowedOrigins: [],
  };
  return startClerk(kernel, settings, { port, seed: seedCustomers });
}

async function listenForSignals(port: number, signals: Signal[]): Promise<Server> {
  const server = createServer((request, response) => {
    void readBody(request).then((text) => {
      const known = request.url === "/api/v1/signals" && request.headers.authorization === `Bearer ${SIGNAL_TOKEN}`;
      if (known) signals.push(JSON.parse(text) as Signal);
      response.writeHead(known ? 202 : 401).end();
    });
  });
  await new Promise<void>((resolve) => server.listen(port, "127.0.0.1", resolve));
  return server;
}

async function readBody(request: IncomingMessage): Promise<string> {
  let text = "";
  for await (const chunk of request) text += String(chunk);
  return text;
}
