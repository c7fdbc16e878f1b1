import { createHash } from "node:crypto";
import { Explained } from "./say.mjs";

const PASSWORD = "sandbox-only";
const APP_ROLE = "sallyport_app";

/** The two databases of a world. On a server that several worlds share, each but the usual one gets names of its own. */
export function databaseNames(suffixFor) {
  const suffix = suffixFor ? `_${createHash("sha256").update(suffixFor).digest("hex").slice(0, 8)}` : "";
  return { console: `sallyport${suffix}`, identityProvider: `identity_provider${suffix}` };
}

/** Creates what is missing of roles and databases, and returns the addresses that the world's parts get. */
export async function prepareDatabases(serverUrl, names) {
  await onServer(serverUrl, async (client) => {
    await createAppRole(client, serverUrl);
    for (const name of Object.values(names)) await createDatabase(client, name);
    await client.query(`REVOKE ALL ON DATABASE ${names.console} FROM PUBLIC`);
    await client.query(`GRANT CONNECT ON DATABASE ${names.console} TO ${APP_ROLE}`);
  });
  return {
    consoleOwner: urlOf(serverUrl, { database: names.console }),
    console: urlOf(serverUrl, { database: names.console, role: APP_ROLE }),
    idpOwner: urlOf(serverUrl, { database: names.identityProvider }),
    idpRead: urlOf(serverUrl, { database: names.identityProvider, role: "sallyport_read" }),
    idpOperate: urlOf(serverUrl, { database: names.identityProvider, role: "sallyport_operate" }),
  };
}

export async function dropDatabases(serverUrl, names) {
  await onServer(serverUrl, async (client) => {
    for (const name of Object.values(names)) await client.query(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`);
  });
}

/** A role that exists keeps its password: if ours does not fit, this server holds something else. */
async function createAppRole(client, serverUrl) {
  const { rowCount } = await client.query("SELECT 1 FROM pg_roles WHERE rolname = $1", [APP_ROLE]);
  if (rowCount === 0) {
    await client.query(`CREATE ROLE ${APP_ROLE} LOGIN PASSWORD '${PASSWORD}'`);
    return;
  }
  const { database } = (await client.query("SELECT current_database() AS database")).rows[0];
  await onServer(urlOf(serverUrl, { database, role: APP_ROLE }), async () => {}).catch((error) => {
    if (error.code !== "28P01") return;
    throw new Explained(
      `This PostgreSQL has a role ${APP_ROLE} with a password of its own, so it seems to hold a real Sallyport. Use another server.`,
    );
  });
}

async function createDatabase(client, name) {
  const { rowCount } = await client.query("SELECT 1 FROM pg_database WHERE datname = $1", [name]);
  if (rowCount === 0) await client.query(`CREATE DATABASE ${name} TEMPLATE template0 ENCODING 'UTF8'`);
}

async function onServer(url, use) {
  const { default: pg } = await import("pg");
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 10_000 });
  await client.connect();
  try {
    await use(client);
  } finally {
    await client.end();
  }
}

function urlOf(serverUrl, { database, role }) {
  const url = new URL(serverUrl);
  url.pathname = `/${database}`;
  if (role) Object.assign(url, { username: role, password: PASSWORD });
  return url.href;
}
