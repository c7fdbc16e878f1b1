import { existsSync } from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { everyFile, root, textOf } from "./tree";

const files = everyFile();
const documents = files.filter((file) => file.endsWith(".md"));
const tops = new Set(files.map((file) => file.split("/")[0] ?? ""));
const scripts = new Set(Object.keys((JSON.parse(textOf("package.json")) as { scripts: object }).scripts));

describe("the documents", () => {
  it("are there", () => {
    expect(documents).toContain("README.md");
  });

  it("cite only files that exist", () => {
    const missing = documents.flatMap((document) =>
      citedPaths(textOf(document))
        .filter((cited) => !exists(cited))
        .map((cited) => `${document} cites ${cited}`),
    );
    expect(missing).toEqual([]);
  });

  it("link only to files that exist", () => {
    const broken = documents.flatMap((document) =>
      linkedPaths(textOf(document))
        .filter((link) => !existsSync(path.join(root, path.dirname(document), link)))
        .map((link) => `${document} links to ${link}`),
    );
    expect(broken).toEqual([]);
  });

  it("carry no mark of a merge that nobody finished", () => {
    const marked = documents.filter((document) => /^(<{7}|>{7}|(> ){7}|={7}$)/m.test(textOf(document)));
    expect(marked).toEqual([]);
  });

  it("name only commands that package.json has", () => {
    const unknown = documents.flatMap((document) =>
      [...textOf(document).matchAll(/npm run ([a-z][\w:-]*)/g)]
        .filter(([, script]) => !scripts.has(script ?? ""))
        .map(([command]) => `${document} names ${command}`),
    );
    expect(unknown).toEqual([]);
  });
});

describe("the reader of documents", () => {
  it("takes paths for paths and leaves other code alone", () => {
    const text =
      "See `lib/operations/registry.ts`, `tests/**/*.test.ts`, `README.md`, `a/b` of `org/repo`, `GET /api/health` and `npm ci`.";
    expect(citedPaths(text)).toEqual(["lib/operations/registry.ts", "tests/**/*.test.ts", "README.md"]);
    expect(exists("lib/core/env.ts")).toBe(true);
    expect(exists("lib/core/no-such-file.ts")).toBe(false);
    expect(exists("lib/*/queries")).toBe(true);
    expect(exists("lib/core/{env,db}.ts")).toBe(true);
    expect(exists("lib/core/{env,gone}.ts")).toBe(false);
  });
});

/** Words in backticks that begin with a folder of ours, or name a file at the top. */
function citedPaths(text: string): string[] {
  return [...text.matchAll(/`([^`\s]+)`/g)]
    .map(([, word = ""]) => word.replace(/:\d+$/, "").replace(/\/$/, ""))
    .filter((word) => {
      const [top = "", ...rest] = word.split("/");
      return rest.length > 0 ? tops.has(top) : /^[\w.-]+\.(md|ts|mjs|json)$/.test(word);
    });
}

function linkedPaths(text: string): string[] {
  return [...text.matchAll(/\]\(([^)\s#]+)[^)]*\)/g)]
    .map(([, link = ""]) => link)
    .filter((link) => !/^[a-z]+:/.test(link));
}

/** `*`, `**`, `<name>` stand for anything; `{a,b}` for each; the words of a placeholder path must fit some file. */
function exists(cited: string): boolean {
  const [, before = "", choice, after = ""] = /^([^{]*)\{([^}]+)\}(.*)$/.exec(cited) ?? [];
  if (choice !== undefined) return choice.split(",").every((each) => exists(`${before}${each}${after}`));
  if (existsSync(path.join(root, cited))) return true;
  const pattern = cited
    .replace(/[.+?^$()|[\]\\]/g, "\\$&")
    .replace(/\*\*\/|\*\*|\*|<[^>]+>/g, (wild) => (wild.startsWith("**") ? "(.*)" : "[^/]+"));
  const fits = new RegExp(`^${pattern}(/|$)`);
  return files.some((file) => fits.test(file) || fits.test(path.basename(file)));
}
