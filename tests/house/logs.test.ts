import { parseSync, Visitor } from "oxc-parser";
import { describe, expect, it } from "vitest";
import { everySource, textOf } from "./tree";

const logging = everySource().filter(
  (file) => /^(app|lib|worker|instrumentation)/.test(file) && textOf(file).includes("log()"),
);

/** What stands in every line, whoever writes it. */
const everywhere = ["level", "time", "app", "msg", "traceId"];
const documented = [...textOf("docs/logs.md").matchAll(/^\| (`.*?`) +\|/gm)].flatMap(([, names = ""]) =>
  [...names.matchAll(/`(\w+)`/g)].map(([, name = ""]) => name),
);

describe("the log", () => {
  it("has the fields that its document names, and no others", () => {
    const used = new Set(logging.flatMap((file) => fieldsOf(file, textOf(file))));
    expect(used.size).toBeGreaterThan(10);
    expect([...used, ...everywhere].toSorted()).toEqual(documented.toSorted());
  });

  it("is written with fields that can be read off the code: nothing is spread into it", () => {
    expect(logging.flatMap((file) => fieldsOf(file, textOf(file)).filter((field) => field === "..."))).toEqual([]);
  });
});

describe("the reader of log lines", () => {
  it("sees what is logged, at any level, and nothing else", () => {
    const source =
      'log().warn({ ref, error: f(x) }, "a"); log().info("b"); other().warn({ c }); log().error({ ...d }, "e");';
    expect(fieldsOf("a.ts", source)).toEqual(["ref", "error", "..."]);
  });
});

/** The names of the fields that a file logs. */
function fieldsOf(file: string, source: string): string[] {
  const fields: string[] = [];
  new Visitor({
    CallExpression: ({ callee, arguments: [first] }) => {
      if (callee.type !== "MemberExpression" || callee.object.type !== "CallExpression") return;
      const { callee: whose } = callee.object;
      if (whose.type !== "Identifier" || whose.name !== "log" || first?.type !== "ObjectExpression") return;
      for (const property of first.properties) {
        if (property.type === "SpreadElement") fields.push("...");
        else if (property.key.type === "Identifier") fields.push(property.key.name);
      }
    },
  }).visit(parseSync(file, source).program);
  return fields;
}
