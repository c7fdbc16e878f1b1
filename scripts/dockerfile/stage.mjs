import { execFileSync } from "node:child_process";
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync } from "node:fs";
import path from "node:path";
import { productNode } from "../start/node24.mjs";
import { root } from "../start/paths.mjs";
import { ignoredBy } from "./ignored.mjs";

/**
 * One stage of a Dockerfile, in a folder that stands for its root. Base images stand for this machine: its Node and its npm.
 */
export class Stage {
  #workdir = "/";
  env = {};
  user = null;
  command = null;
  health = null;

  /** @param {{ folder: string, stages: Map<string, Stage>, modules: string | null }} place `modules`: taken where a step says `npm ci` */
  constructor({ folder, stages, modules }) {
    Object.assign(this, { folder, stages, modules });
  }

  /** Begins as that stage ended, or as an empty root. */
  begin(from) {
    const before = this.stages.get(from);
    if (!before) return void mkdirSync(this.folder, { recursive: true, mode: 0o755 });
    execFileSync("cp", ["-al", before.folder, this.folder]);
    this.#workdir = before.#workdir;
    this.env = { ...before.env };
  }

  perform({ op, flags, words }) {
    if (op === "WORKDIR") this.#enter(words);
    else if (op === "ENV") this.env[words.split("=")[0]] = words.slice(words.indexOf("=") + 1);
    else if (op === "USER") this.user = words;
    else if (op === "COPY") this.#copy(flags.from, words.split(/\s+/));
    else if (op === "RUN") this.#run(words);
    else if (op === "CMD") this.command = words;
    else if (op === "HEALTHCHECK") this.health = words === "NONE" ? null : words;
  }

  get workdir() {
    return path.join(this.folder, this.#workdir);
  }

  environment(more = {}) {
    const PATH = `${path.dirname(productNode())}:${process.env.PATH}`;
    return { HOME: this.folder, ...more, PATH, ...this.env };
  }

  #enter(folder) {
    this.#workdir = folder;
    mkdirSync(this.workdir, { recursive: true });
  }

  #run(command) {
    const [install, omit] = /^npm ci( --omit=dev)?$/.exec(command) ?? [];
    if (install && this.modules) {
      execFileSync("cp", ["-a", this.modules, path.join(this.workdir, "node_modules")]);
      if (omit) for (const folder of ofDevelopment(this.workdir)) rmSync(folder, { recursive: true, force: true });
      return;
    }
    execFileSync("/bin/sh", ["-c", command], { cwd: this.workdir, env: this.environment(), stdio: "inherit" });
  }

  #copy(from, places) {
    const to = path.resolve(this.workdir, places.at(-1));
    const sources = places.slice(0, -1);
    const toFolder = places.at(-1).endsWith("/") || sources.length > 1;
    for (const source of sources) {
      const taken = from ? path.join(this.stages.get(from).folder, source) : path.join(root, source);
      if (!existsSync(taken)) throw new Error(`COPY ${places.join(" ")}: there is no ${source}`);
      if (statSync(taken).isFile()) put(taken, toFolder ? path.join(to, path.basename(source)) : to);
      else if (from) linkAll(taken, to);
      else copyContext(source, to);
    }
  }
}

/** By the lock, as npm decides it: what nothing but development needs. */
function ofDevelopment(workdir) {
  const { packages } = JSON.parse(readFileSync(path.join(workdir, "package-lock.json"), "utf8"));
  return Object.entries(packages)
    .filter(([, { dev }]) => dev)
    .map(([folder]) => path.join(workdir, folder));
}

function put(file, to) {
  mkdirSync(path.dirname(to), { recursive: true });
  cpSync(file, to);
}

function linkAll(folder, to) {
  mkdirSync(to, { recursive: true });
  execFileSync("cp", ["-al", `${folder}/.`, to]);
}

const isIgnored = ignoredBy(readFileSync(path.join(root, ".dockerignore"), "utf8"));
/** What no pattern could let in again, and what would take long to walk through. */
const neverWalked = new Set(["node_modules", ".git", ".next", ".sallyport"]);

function copyContext(source, to) {
  for (const file of filesUnder(path.normalize(source))) {
    if (!isIgnored(file)) put(path.join(root, file), path.join(to, path.relative(source, file)));
  }
}

function filesUnder(folder) {
  return readdirSync(path.join(root, folder), { withFileTypes: true }).flatMap((entry) => {
    const file = path.join(folder, entry.name);
    if (!entry.isDirectory()) return entry.isFile() ? [file] : [];
    return neverWalked.has(entry.name) ? [] : filesUnder(file);
  });
}
