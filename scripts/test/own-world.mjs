import { mkdirSync } from "node:fs";
import { claim } from "../start/claim.mjs";
import { findFreePorts } from "../start/ports.mjs";
import { line } from "../start/say.mjs";
import { tellLeashesTo } from "../start/supervise.mjs";
import { World } from "../start/world.mjs";

/** The database is forgotten anyway: a machine that loses power meanwhile may lose it. */
const forgetful = { fsync: "off" };

/** A world for one test run: ports and data of its own, forgotten afterwards. Its logs stay. */
export class OwnWorld {
  #state;
  #world;
  #claimed;
  diedOf;

  /** @param {ReturnType<import("../start/paths.mjs").stateFolder>} state */
  constructor(state) {
    this.#state = state;
  }

  /** @returns the file that describes it */
  async open() {
    mkdirSync(this.#state.logs, { recursive: true, mode: 0o700 });
    this.#claimed = await claim(this.#state.running);
    tellLeashesTo(this.#claimed.note);
    const serverUrl = process.env.DATABASE_OWNER_URL || undefined;
    const ports = await findFreePorts();
    this.#world = new World({ state: this.#state, ports, serverUrl, ownNames: true, tuned: forgetful });
    await this.#world.forget();
    void this.#world.died.then((death) => this.#mourn(death));
    await this.#world.open();
    return this.#state.world;
  }

  async close() {
    this.#claimed?.leave();
    await this.#world?.stop();
    await this.#world?.forget();
    this.#claimed?.release();
    this.#claimed = this.#world = undefined;
  }

  #mourn({ child, code, signal }) {
    this.diedOf = `The ${child.name} of the test world ended (${signal ?? `exit code ${code}`}).`;
    line(`\n${this.diedOf} Its last words:\n\n${child.lastLines()}\n`);
  }
}
