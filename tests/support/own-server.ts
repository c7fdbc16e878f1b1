import { mkdirSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { databaseNames, prepareDatabases } from "@/scripts/start/databases.mjs";
import { typescript } from "@/scripts/start/node24.mjs";
import { root, stateFolder } from "@/scripts/start/paths.mjs";
import { findFreePorts } from "@/scripts/start/ports.mjs";
import { embeddedUrl, startPostgres } from "@/scripts/start/postgres.mjs";
import { run } from "@/scripts/start/supervise.mjs";

type Running = Awaited<ReturnType<typeof startPostgres>>;
export type Addresses = Awaited<ReturnType<typeof prepareDatabases>>;

/** A PostgreSQL of the test's own, that may be stopped as a crash would stop it. */
export class OwnServer {
  readonly addresses: Addresses;
  readonly #state: ReturnType<typeof stateFolder>;
  readonly #port: number;
  #running: Running;

  private constructor(state: ReturnType<typeof stateFolder>, port: number, running: Running, addresses: Addresses) {
    this.#state = state;
    this.#port = port;
    this.#running = running;
    this.addresses = addresses;
  }

  static async start(): Promise<OwnServer> {
    const state = stateFolder(mkdtempSync(path.join(tmpdir(), "sallyport-own-server-")));
    mkdirSync(state.logs, { recursive: true, mode: 0o700 });
    const { postgres: port } = await findFreePorts();
    const running = await startOn(state, port);
    return new OwnServer(state, port, running, await prepareDatabases(embeddedUrl(port), databaseNames(undefined)));
  }

  /** The outbox as the sandbox makes it, without the sandbox around it. */
  async fillOutbox(): Promise<void> {
    const [node, ...script] = typescript("sandbox/identity-provider/fill.ts", { react: false });
    await run({
      name: "fill",
      command: [node, ...script],
      cwd: root,
      env: { PATH: process.env.PATH, SANDBOX_IDP_DATABASE_URL: this.addresses.idpOwner },
      log: this.#state.log("fill"),
      failure: "The outbox could not be filled:",
    });
  }

  /** An immediate stop: no session is told, nothing is written to the end; and the start that recovers from it. */
  async crash(): Promise<void> {
    const [pid] = readFileSync(path.join(this.#state.postgres, "postmaster.pid"), "utf8").split("\n");
    process.kill(Number(pid), "SIGQUIT");
    await this.#running.exited;
    this.#running = await startOn(this.#state, this.#port);
  }

  async close(): Promise<void> {
    await this.#running.stop();
    rmSync(this.#state.base, { recursive: true, force: true });
  }
}

function startOn(state: ReturnType<typeof stateFolder>, port: number): Promise<Running> {
  return startPostgres({ data: state.postgres, port, log: state.log, onStart: () => undefined });
}
