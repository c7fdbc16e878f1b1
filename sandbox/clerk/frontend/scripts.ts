import { readdirSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import type { Route } from "../../kernel/routing";

/** The browser scripts, straight from the installed packages: `/npm/@clerk/clerk-js@6/dist/clerk.browser.js`. */
export function scriptRoutes(): Route[] {
  const files = new Map([...listScripts("clerk-js"), ...listScripts("ui")]);
  return [
    {
      method: "GET",
      path: "/npm/@clerk/:package/dist/:file",
      async answer({ params }) {
        const name = /^(clerk-js|ui)@[^/]+$/.exec(params.package ?? "")?.[1];
        const location = files.get(`${name}/${params.file}`);
        if (!location) return { status: 404, text: "There is no such script." };
        return {
          status: 200,
          bytes: await readFile(location),
          headers: { "content-type": "application/javascript; charset=utf-8", "cache-control": "public, max-age=60" },
        };
      },
    },
  ];
}

/** Only what lies in the folder can be asked for, so no name leads out of it. */
function listScripts(name: "clerk-js" | "ui"): [string, URL][] {
  const folder = new URL(`../../../node_modules/@clerk/${name}/dist/`, import.meta.url);
  const files = readdirSync(fileURLToPath(folder)).filter((file) => file.endsWith(".js"));
  return files.map((file) => [`${name}/${file}`, new URL(file, folder)]);
}
