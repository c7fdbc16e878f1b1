import { describe, expect, it } from "vitest";
import { cyclesIn } from "./cycles";
import { type Opening, openingsOf } from "./openings";
import { mayOpen, plan, roomOf, rowOf } from "./plan";
import { everySource, textOf } from "./tree";

const product = everySource().filter((file) => !file.endsWith(".test.ts"));
const openings = new Map(product.map((file) => [file, openingsOf(file, textOf(file)).filter(({ ours }) => ours)]));

function forbidden(file: string, opened: Opening[]): string[] {
  return opened.filter((opening) => !mayOpen(file, opening)).map(({ target }) => `${file} opens ${target}`);
}

describe("the rooms of the house", () => {
  it("has files under every row of its table", () => {
    const rows = new Set(product.map(rowOf));
    expect(Object.keys(plan).filter((row) => !rows.has(row))).toEqual([]);
  });

  it("opens only the doors of the table", () => {
    expect([...openings].flatMap(([file, opened]) => forbidden(file, opened))).toEqual([]);
  });

  it("keeps product and sandbox apart", () => {
    const isSandbox = (file: string) => file.startsWith("sandbox/") || file.startsWith("tests/sandbox/");
    const crossing = [...openings].flatMap(([file, opened]) =>
      opened
        .filter(
          ({ target }) =>
            isSandbox(file) !== target.startsWith("sandbox/") && /^(sandbox|lib|app|components)\//.test(target),
        )
        .map(({ target }) => `${file} opens ${target}`),
    );
    expect(crossing).toEqual([]);
  });

  it("keeps every database out of the middleware, however far away", () => {
    const reached = new Set(["middleware"]);
    for (const place of reached) {
      const file = [`${place}.ts`, `${place}.tsx`].find((each) => openings.has(each));
      for (const { target, typeOnly } of openings.get(file ?? "") ?? []) if (!typeOnly) reached.add(target);
    }
    expect(reached.size).toBeGreaterThan(5);
    expect([...reached].filter((place) => /^lib\/(core\/db|generated\/.*)$/.test(place))).toEqual([]);
  });

  it("has no two domain rooms that open each other", () => {
    const edges = [...openings].flatMap(([file, opened]) =>
      opened.map(({ target }): [string, string] => [roomOf(file) ?? "", roomOf(target) ?? ""]),
    );
    expect(cyclesIn(edges.filter(([from, to]) => from !== "" && to !== "" && from !== to))).toEqual([]);
  });

  it("has no two files that need each other at run time", () => {
    const edges = [...openings].flatMap(([file, opened]) =>
      opened
        .filter(({ typeOnly }) => !typeOnly)
        .map(({ target }): [string, string] => [file.replace(/\.\w+$/, ""), target]),
    );
    expect(cyclesIn(edges)).toEqual([]);
  });
});

describe("the reader of the house", () => {
  const counterExamples: [file: string, source: string, opened: string][] = [
    ["lib/core/clock.ts", 'import { retry } from "@/lib/operations/retry-delivery";', "lib/operations/retry-delivery"],
    ["lib/core/clock.ts", 'import type { Actor } from "@/lib/access/actor";', "lib/access/actor"],
    ["lib/core/clock.ts", 'import { type Actor } from "../access/actor";', "lib/access/actor"],
    ["lib/core/clock.ts", 'import "../access/actor";', "lib/access/actor"],
    ["lib/core/clock.ts", 'type Actor = import("../access/actor").Actor;', "lib/access/actor"],
    ["lib/access/actor.ts", 'export { append } from "@/lib/record/writes/append";', "lib/record/writes/append"],
    ["lib/access/actor.ts", 'export * from "@/lib/record/shapes";', "lib/record/shapes"],
    ["lib/access/actor.ts", 'export type { Row } from "@/lib/record/shapes";', "lib/record/shapes"],
    ["lib/jobs/engine.ts", 'const late = await import("../operations/registry");', "lib/operations/registry"],
    ["lib/jobs/engine.ts", "const any = await import(`../operations/${name}`);", "(computed)"],
    ["lib/jobs/engine.ts", 'const old = require("../operations/registry");', "lib/operations/registry"],
    ["lib/deliveries/queries/list.ts", 'import { requeue } from "../writes/requeue";', "lib/deliveries/writes/requeue"],
    [
      "lib/deliveries/writes/note.ts",
      'import { append } from "@/lib/record/writes/append";',
      "lib/record/writes/append",
    ],
    ["lib/deliveries/rules/state.ts", 'import { mint } from "@/lib/access/actor";', "lib/access/actor"],
    ["components/ui/age.tsx", 'import { registry } from "@/lib/operations/registry";', "lib/operations/registry"],
    ["components/ui/age.tsx", 'import { list } from "@/lib/deliveries/queries/list";', "lib/deliveries/queries/list"],
    ["app/page.tsx", 'import { requeue } from "@/lib/deliveries/writes/requeue";', "lib/deliveries/writes/requeue"],
    ["app/page.tsx", 'import { work } from "@/lib/operations/retry-delivery";', "lib/operations/retry-delivery"],
    ["middleware.ts", 'import { prisma } from "@/lib/access/store/people";', "lib/access/store/people"],
    ["worker.ts", 'import { retry } from "@/lib/operations/retry-delivery";', "lib/operations/retry-delivery"],
    ["scripts/migrate.ts", 'import "../sandbox/up";', "sandbox/up"],
    ["sandbox/up.ts", 'import { env } from "../lib/core/env";', "lib/core/env"],
  ];

  it.each(counterExamples)("sees that %s may not say: %s", (file, source, opened) => {
    expect(
      forbidden(
        file,
        openingsOf(file, source).filter(({ ours }) => ours),
      ),
    ).toEqual([`${file} opens ${opened}`]);
  });

  it("lets through what the table allows", () => {
    const allowed: [string, string][] = [
      ["components/operation/sheet.tsx", 'import type { Card } from "@/lib/operations/define";'],
      ["lib/deliveries/queries/list.ts", 'import type { Actor } from "@/lib/access/actor";'],
      ["lib/operations/retry-delivery.ts", 'import { requeue } from "@/lib/deliveries/writes/requeue";'],
      ["app/page.tsx", 'import { list } from "@/lib/deliveries/queries/list";'],
    ];
    expect(allowed.flatMap(([file, source]) => forbidden(file, openingsOf(file, source)))).toEqual([]);
  });

  it("finds a circle of three", () => {
    expect(
      cyclesIn([
        ["a", "b"],
        ["b", "c"],
        ["c", "a"],
        ["c", "d"],
      ]),
    ).toEqual(["a → b → c → a"]);
  });
});
