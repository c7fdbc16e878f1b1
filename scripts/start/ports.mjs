import { readFileSync } from "node:fs";
import { createServer } from "node:net";
import { inRoot } from "./paths.mjs";
import { Explained } from "./say.mjs";

/** How far each neighbour's port lies behind the sandbox's own. */
export const offsets = JSON.parse(readFileSync(inRoot("sandbox/ports.json"), "utf8"));

/** The ports of one world, from the environment or the defaults. The neighbours' follow the sandbox's own. */
export function portsFrom(env) {
  return {
    console: portIn(env, "PORT", 3000),
    sandbox: portIn(env, "SANDBOX_PORT", 4100),
    postgres: portIn(env, "POSTGRES_PORT", 15432),
  };
}

/** Refuses to go on when somebody else listens on one of our ports. */
export async function refuseTakenPorts(ports, { withPostgres }) {
  const sandbox = Object.values(offsets).map((offset) => [
    "SANDBOX_PORT",
    "the sandbox",
    ports.sandbox + offset,
    ports.sandbox,
  ]);
  const needed = [["PORT", "the console", ports.console, ports.console], ...sandbox];
  if (withPostgres) needed.push(["POSTGRES_PORT", "PostgreSQL", ports.postgres, ports.postgres]);
  for (const [variable, user, port, first] of needed) {
    if (await isFree(port)) continue;
    throw new Explained(
      `Port ${port} is taken, and ${user} needs it. Free it, or choose another: ${variable}=${first + 20} npm start`,
    );
  }
}

/** Ports below the range that outgoing connections use, so that nothing takes them by chance later on. */
export async function findFreePorts() {
  const base = 20_000 + Math.floor(Math.random() * 500) * 20;
  const neighbours = Object.keys(offsets).length;
  for (let first = base; first < base + 2_000; first += 20) {
    const block = Array.from({ length: neighbours + 2 }, (_, offset) => first + offset);
    const free = await Promise.all(block.map(isFree));
    if (free.every(Boolean)) return { console: first, sandbox: first + 1, postgres: first + neighbours + 1 };
  }
  throw new Explained("There is no free block of ports between 20000 and 32000.");
}

async function isFree(port) {
  // "localhost" may mean either family to a browser, so both have to be ours.
  const free = await Promise.all(["127.0.0.1", "::1"].map((host) => canListen(port, host)));
  return free.every(Boolean);
}

function canListen(port, host) {
  return new Promise((resolve) => {
    const server = createServer();
    server.once("error", (error) => resolve(error.code !== "EADDRINUSE" && error.code !== "EACCES"));
    server.listen({ port, host, exclusive: true }, () => server.close(() => resolve(true)));
  });
}

function portIn(env, variable, standard) {
  const port = Number(env[variable] || standard);
  if (Number.isInteger(port) && port > 0 && port < 65_530) return port;
  throw new Explained(`${variable} must be a port number, not "${env[variable]}".`);
}
