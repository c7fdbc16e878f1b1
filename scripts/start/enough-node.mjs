// Opened before all else: what comes after it does not even load on an older Node.
const needed = [20, 19];
const [major, minor] = process.versions.node.split(".").map(Number);

if (major < needed[0] || (major === needed[0] && minor < needed[1])) {
  console.error(
    `Sallyport starts on Node ${needed.join(".")} or newer and this is ${process.versions.node}: install Node 24 (https://nodejs.org or your package manager).`,
  );
  process.exit(1);
}
