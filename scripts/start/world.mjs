import { existsSync, mkdirSync, rmSync, writeFileSync } from "node:fs";
import { setTimeout as pause } from "node:timers/promises";
import { databaseNames, dropDatabases, prepareDatabases } from "./databases.mjs";
import { addresses, apiTokens, productEnvironment, sandboxEnvironment } from "./environment.mjs";
import { keysOf } from "./keys.mjs";
import { productNode, typescript, workerMemory } from "./node24.mjs";
import { root } from "./paths.mjs";
import { refuseTakenPorts } from "./ports.mjs";
import { embeddedUrl, startPostgres } from "./postgres.mjs";
import { Explained, step } from "./say.mjs";
import { run, start } from "./supervise.mjs";

const READY_PATIENCE_MS = 180_000;

/**
 * A running world: PostgreSQL, sandbox, worker and console, started in that order.
 * `open` starts it, `died` tells when a part ends by itself, `stop` ends everything in the reverse order.
 */
export class World {
  #options;
  #children = [];
  #tellDeath;
  #stopping = false;
  died = new Promise((resolve) => (this.#tellDeath = resolve));

  /**
   * @param {{ state: ReturnType<import("./paths.mjs").stateFolder>, ports: { console: number, sandbox: number, postgres: number },
   *   serverUrl?: string, ownNames?: boolean, dev?: boolean, verbose?: boolean, tuned?: Record<string, string> }} options
   *   `serverUrl` is a PostgreSQL of the person's own; `ownNames` keeps this world's databases apart on it; `tuned`
   *   are settings of the PostgreSQL that we start
   */
  constructor(options) {
    this.#options = options;
  }

  async open() {
    const { state, ports, serverUrl, dev } = this.#options;
    await refuseTakenPorts(ports, { withPostgres: !serverUrl });
    for (const folder of [state.sandbox, state.checkpoints]) mkdirSync(folder, { recursive: true, mode: 0o700 });
    const keys = keysOf(state.keys);
    const databases = await this.#openDatabases();
    const known = { keys, ports, state, databases, dev };
    const product = productEnvironment(known);
    await this.#migrate(product, databases);
    await this.#seedSheets(product);
    await this.#seedTokens({ ...product, ...apiTokens(keys) });
    const sandbox = sandboxEnvironment(known);
    await this.#startSandbox(sandbox);
    await this.#startProduct(product);
    return this.#announce({ env: { sandbox, product }, databases });
  }

  async forget() {
    const { state, serverUrl } = this.#options;
    if (serverUrl) await dropDatabases(serverUrl, this.#names());
    for (const part of ["postgres", "sandbox", "checkpoints", "keys", "sheets", "tokens", "world"]) {
      rmSync(state[part], { recursive: true, force: true });
    }
  }

  async stop() {
    this.#stopping = true;
    rmSync(this.#options.state.world, { force: true });
    for (const child of this.#children.toReversed()) await child.stop();
  }

  #names() {
    const { state, ownNames } = this.#options;
    return databaseNames(ownNames ? state.base : undefined);
  }

  async #openDatabases() {
    const { state, ports, serverUrl, tuned } = this.#options;
    if (!serverUrl) {
      await step("Starting PostgreSQL", () =>
        startPostgres({
          data: state.postgres,
          port: ports.postgres,
          tuned,
          log: state.log,
          onStart: (child) => this.#adopt(child),
        }),
      );
    }
    return prepareDatabases(serverUrl ?? embeddedUrl(ports.postgres), this.#names());
  }

  #migrate(productEnv, databases) {
    return step("Migrating the console's database", () =>
      run({
        name: "npm run migrate",
        command: typescript("scripts/migrate.ts"),
        cwd: root,
        env: { ...productEnv, DATABASE_OWNER_URL: databases.consoleOwner },
        log: this.#options.state.log("migrate"),
        failure: "The console's database could not be migrated:",
      }),
    );
  }

  /** Break-glass sheets of the sandbox's people: the console gets their hashes, and the sandbox tells what is printed on them. */
  async #seedSheets(env) {
    const { state } = this.#options;
    if (existsSync(state.sheets)) return;
    await step("Printing the sandbox's break-glass sheets", () =>
      run({
        name: "the seeding of sheets",
        command: [...typescript("scripts/seed-sheets.ts"), state.sheets],
        cwd: root,
        env,
        log: state.log("sheets"),
        failure: "The sandbox's break-glass sheets could not be made:",
      }),
    );
  }

  /** Tokens of the sandbox's programs: the console gets their hashes, and the sandbox tells what they are. */
  async #seedTokens(env) {
    const { state } = this.#options;
    if (existsSync(state.tokens)) return;
    await step("Handing tokens to the sandbox's programs", () =>
      run({
        name: "the seeding of tokens",
        command: [...typescript("scripts/seed-tokens.ts"), state.tokens],
        cwd: root,
        env,
        log: state.log("tokens"),
        failure: "The tokens of the sandbox's programs could not be made:",
      }),
    );
  }

  #startSandbox(env) {
    return step("Starting the sandbox world", async () => {
      const child = this.#spawn("sandbox", typescript("sandbox/up.ts", { react: false }), env);
      await this.#untilOk(child, `${addresses(this.#options.ports).control}/world`);
    });
  }

  async #startProduct(env) {
    const { dev, ports } = this.#options;
    await step("Starting the worker and the console", async () => {
      this.#spawn("worker", typescript("worker.ts", { watch: dev, memory: workerMemory }), env);
      // Next compares its own address with one in which 127.0.0.1 became localhost: only this name fits, and it must mean IPv4.
      const next = [
        productNode(),
        "--dns-result-order=ipv4first",
        "node_modules/next/dist/bin/next",
        dev ? "dev" : "start",
      ];
      const child = this.#spawn("console", [...next, "-H", "localhost", "-p", String(ports.console)], env);
      await this.#untilOk(child, `${addresses(ports).console}/api/health/live`);
    });
  }

  #spawn(name, command, env) {
    const log = this.#options.verbose ? undefined : this.#options.state.log(name);
    return this.#adopt(start({ name, command, env, cwd: root, log }));
  }

  #adopt(child) {
    this.#children.push(child);
    child.exited.then((end) => this.#stopping || this.#tellDeath({ child, ...end }));
    return child;
  }

  async #untilOk(child, url) {
    const deadline = performance.now() + READY_PATIENCE_MS;
    let ended = false;
    child.exited.then(() => (ended = true));
    while (!(await answersOk(url))) {
      if (ended) throw new Explained(`The ${child.name} ended while starting:\n\n${child.lastLines()}`);
      if (performance.now() > deadline)
        throw new Explained(`The ${child.name} does not answer at ${url}:\n\n${child.lastLines()}`);
      await pause(100);
    }
  }

  /** The file by which tests and tools find a running world. It holds this world's secrets. */
  #announce({ env, databases }) {
    const { state, ports } = this.#options;
    const { console: consoleUrl, control: controlUrl } = addresses(ports);
    const world = {
      consoleUrl,
      controlUrl,
      ports,
      stateFolder: state.base,
      consoleOwnerUrl: databases.consoleOwner,
      idpOwnerUrl: databases.idpOwner,
      env,
    };
    writeFileSync(state.world, `${JSON.stringify(world, null, 2)}\n`, { mode: 0o600 });
    return world;
  }
}

async function answersOk(url) {
  try {
    const answer = await fetch(url, { redirect: "manual", signal: AbortSignal.timeout(5_000) });
    await answer.arrayBuffer();
    return answer.ok;
  } catch {
    return false;
  }
}
