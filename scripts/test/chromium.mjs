import { existsSync } from "node:fs";
import { Explained, step } from "../start/say.mjs";
import { run } from "../start/supervise.mjs";

const places = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"].map(
  (name) => `/usr/bin/${name}`,
);

/** A real Chromium: the one that is named or found, else Debian's, if we may install it. */
export async function chromium(log) {
  const found = find();
  if (found) return found;
  if (process.getuid?.() === 0 && existsSync("/usr/bin/apt-get")) {
    await step("Installing Chromium with apt", () => install(log));
    const installed = find();
    if (installed) return installed;
  }
  throw new Explained("The journeys need a Chromium: install one, or set CHROMIUM_PATH to its executable.");
}

function find() {
  return [process.env.CHROMIUM_PATH, ...places].find((place) => place && existsSync(place));
}

async function install(log) {
  const env = { ...process.env, DEBIAN_FRONTEND: "noninteractive" };
  for (const args of [["update"], ["install", "-y", "--no-install-recommends", "chromium"]]) {
    await run({ name: `apt-get ${args[0]}`, command: ["apt-get", ...args], env, log: log("apt") });
  }
}
