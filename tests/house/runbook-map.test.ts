import { describe, expect, it } from "vitest";
import { categories, probeKinds } from "@/lib/triage/shapes";
import { everyFile, textOf } from "./tree";

const map = "docs/runbook-map.md";
const files = everyFile();

/** Every numbered step, row of a table and warning of the two runbooks. */
const parts = "P4 18 23 35 42 52 64 E5 Q1 N1 S5 T4 D3 R3 K3 M5 J4 X6".split(" ");
const steps = parts.flatMap(([letter, count]) =>
  Array.from({ length: Number(count) }, (_, at) => `${letter}.${at + 1}`),
);

type Row = { step: string; says: string; today: string };

function rowsOf(text: string): Row[] {
  return [...text.matchAll(/^\| ([A-Z\d]\.\d) +\| (.*?) +\| (.*?) +\|$/gm)].map(
    ([, step = "", says = "", today = ""]) => ({ step, says, today }),
  );
}

const cited = (text: string): string[] => [...text.matchAll(/`([^`]+)`/g)].map(([, word = ""]) => word);

/** Addresses of ours: pages and routes, as their folders say. `[id]` stands for anything in braces. */
const addresses = new Set(
  files.flatMap((file) => {
    const [, folder] = /^app(\/.*)?\/(?:page\.tsx|route\.ts)$/.exec(file) ?? [];
    if (folder === undefined) return [];
    const parts = folder.split("/").filter((part) => part !== "" && !/^(\(.*\)|\[\[.*)$/.test(part));
    return [`/${parts.map((part) => part.replace(/^\[(.*)\]$/, "{$1}")).join("/")}`];
  }),
);
const operations = new Set(
  files
    .filter((file) => /^lib\/operations\/[^/]+\.ts$/.test(file))
    .flatMap((file) => /^ {2}name: "([a-z.-]+)",$/m.exec(textOf(file))?.[1] ?? []),
);
const policy = textOf("lib/access/policy.ts");
const words: ReadonlySet<string> = new Set([...probeKinds, ...categories]);

/** What a citation is, and is not there. */
function dead(word: string): string | null {
  const address = /^(?:[A-Z]+ )?(\/[^\s?]*)/.exec(word)?.[1];
  if (address) return addresses.has(address) ? null : "no page or route";
  if (/^[a-z-]+\.[a-z-]+$/.test(word))
    return operations.has(word) && policy.includes(`"${word}"`) ? null : "no operation";
  if (/^[a-z_]+$/.test(word)) return words.has(word) ? null : "no check and no category";
  return null;
}

describe("the map of the runbooks", () => {
  const rows = rowsOf(textOf(map));

  it("has every step once, in its order", () => {
    expect(rows.map(({ step }) => step)).toEqual(steps);
  });

  it("cites only pages, routes, operations, checks and categories that exist", () => {
    const gone = rows.flatMap(({ step, today }) =>
      cited(today).flatMap((word) => (dead(word) ? [`${step}: ${word}: ${dead(word)}`] : [])),
    );
    expect(gone).toEqual([]);
  });

  it("says of every step where it is, or in words that it is not", () => {
    const silent = rows.filter(
      ({ today }) =>
        cited(today).length === 0 && !/not here yet|not offered, because |^as [A-Z]\.\d|dispatcher|roles/.test(today),
    );
    expect(silent).toEqual([]);
  });

  it("names every kind of trouble", () => {
    const named = new Set(rows.flatMap(({ today }) => cited(today)));
    const unnamed = categories.filter((category) => !named.has(category) && !["healthy", "unknown"].includes(category));
    expect(unnamed).toEqual([]);
  });
});

describe("the reader of the map", () => {
  it.each([
    ["/triage", null],
    ["/deliveries/{id}", null],
    ["GET /metrics", null],
    ["/nowhere", "no page or route"],
    ["delivery.retry", null],
    ["delivery.forget", "no operation"],
    ["idp_jwks", null],
    ["idp_moon", "no check and no category"],
    ["npm run status", null],
  ])("%s", (word, verdict) => expect(dead(word)).toBe(verdict));
});
