// Completes package-lock.json. Platform packages that a registry mirror does not serve come back: `npm ci` demands every
// optional dependency in the lock, also those of other platforms. Each package has the address of its file: without it npm
// asks for the whole history of each first. What nothing needs any more goes. Run it after `npm install`; it changes
// nothing twice.
import { readFileSync, writeFileSync } from "node:fs";
import path from "node:path";

const file = path.resolve(import.meta.dirname, "../package-lock.json");
const lock = JSON.parse(readFileSync(file, "utf8"));
const before = JSON.stringify(lock);
const added = [];

for (const [folder, { extraneous }] of Object.entries(lock.packages)) if (extraneous) delete lock.packages[folder];

for (const [parentPath, parent] of Object.entries(lock.packages)) {
  for (const [name, version] of Object.entries(parent.optionalDependencies ?? {})) {
    if (isLocked(parentPath, name)) continue;
    lock.packages[`node_modules/${name}`] = absentPlatform(name, version, parent.dev);
    added.push(`${name}@${version}`);
  }
}
for (const [folder, locked] of Object.entries(lock.packages))
  if (folder) lock.packages[folder] = withAddress(folder, locked);
lock.packages = Object.fromEntries(Object.entries(lock.packages).sort(([a], [b]) => a.localeCompare(b, "en")));
if (JSON.stringify(lock) !== before) writeFileSync(file, `${JSON.stringify(lock, null, 2)}\n`);
console.log(added.length === 0 ? "Every platform is in the lock." : `Added ${added.length}:\n  ${added.join("\n  ")}`);

/** Node's own lookup: the parent's node_modules, then every folder above it. */
function isLocked(parentPath, name) {
  for (let folder = parentPath; ; folder = folder.slice(0, Math.max(0, folder.lastIndexOf("/node_modules/")))) {
    if (lock.packages[`${folder && `${folder}/`}node_modules/${name}`]) return true;
    if (folder === "") return false;
  }
}

/** Its os and cpu keep npm on this platform from asking for it; a foreign platform fetches it without a recorded hash. */
function absentPlatform(name, version, dev) {
  const words = name.split(/[^a-z0-9]+/);
  const os = ["android", "darwin", "freebsd", "linux", "openharmony", "win32"].find((each) => words.includes(each));
  const cpu = ["arm64", "arm", "ia32", "ppc64", "riscv64", "s390x", "wasm32", "x64"].find((each) =>
    words.includes(each),
  );
  if (!cpu || !/^\d/.test(version)) throw new Error(`${name}@${version} is no platform package: install it properly.`);
  const libc = words.includes("musl") || words.includes("musleabihf") ? "musl" : "glibc";
  return {
    version,
    cpu: [cpu],
    ...(dev && { dev }),
    ...(os === "linux" && { libc: [libc] }),
    optional: true,
    ...(os && { os: [os] }),
  };
}

/** Where npm's own registry has it; whoever has set another one is asked there. */
function withAddress(folder, { version, ...locked }) {
  const name = locked.name ?? folder.slice(folder.lastIndexOf("node_modules/") + "node_modules/".length);
  const address = `https://registry.npmjs.org/${name}/-/${name.split("/").at(-1)}-${version}.tgz`;
  return { version, resolved: address, ...locked };
}
