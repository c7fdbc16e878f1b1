import path from "node:path";
import { parseSync, Visitor } from "oxc-parser";
import { describe, expect, it } from "vitest";
import { openingsOf } from "./openings";
import { everyFile, everySource, textOf } from "./tree";

const sources = everySource();
const product = sources.filter(
  (file) => /^(app|components|lib)\//.test(file) || /^(middleware|worker|instrumentation(-\w+)?)\.ts$/.test(file),
);
const shipped = product.filter((file) => !file.endsWith(".test.ts"));

/** The files, out of some, whose text has the words outside the places where they are allowed. */
function strays(files: string[], words: RegExp, allowed: (file: string) => boolean): string[] {
  return files.filter((file) => !allowed(file) && words.test(textOf(file)));
}

describe("the laws of the house", () => {
  it("has a house to judge", () => {
    expect(shipped.length).toBeGreaterThan(100);
  });

  it('says "use server" in app/actions.ts and nowhere else', () => {
    const saying = shipped.filter((file) => /^\s*["']use server["']/m.test(textOf(file)));
    expect(saying).toEqual(["app/actions.ts"]);
  });

  it("opens databases only in queries, writes, the actor's store, operations and jobs", () => {
    const allowed =
      /^(lib\/[^/]+\/(queries|writes)\/|lib\/core\/db\.ts|lib\/access\/store\/|lib\/operations\/|lib\/jobs\/|worker\.ts)/;
    const opening = shipped.filter((file) =>
      openingsOf(file, textOf(file)).some(
        ({ target, typeOnly }) =>
          !typeOnly && (target === "lib/core/db" || /^(pg|@prisma\/(?!instrumentation).*)$/.test(target)),
      ),
    );
    expect(opening.filter((file) => !allowed.test(file))).toEqual([]);
  });

  it("calls fetch only in the browser's polling", () => {
    const allowed = (file: string) => /^components\/.*\/use-[^/]+\.ts$/.test(file);
    expect(shipped.filter((file) => !allowed(file) && callsFetch(file, textOf(file)))).toEqual([]);
  });

  it("calls other machines only from connectors", () => {
    const calling = shipped.filter((file) =>
      openingsOf(file, textOf(file)).some(
        ({ target, typeOnly }) => !typeOnly && /^(node:(https?|http2|net|tls|dgram)|nodemailer|undici)$/.test(target),
      ),
    );
    expect(calling.length).toBeGreaterThan(0);
    expect(calling.filter((file) => !file.startsWith("lib/connectors/"))).toEqual([]);
  });

  it("reads the environment only where it is judged", () => {
    const allowed = new Set(["lib/core/env.ts", "instrumentation.ts"]);
    expect(strays(shipped, /process\s*(\.|\[\s*["'])env/, (file) => allowed.has(file))).toEqual([]);
  });

  it("has no raw SQL that takes text", () => {
    expect(
      strays(shipped, /\$(query|execute)RawUnsafe|\bPrisma\s*\.\s*raw\b|\bConsolePrisma\s*\.\s*raw\b/, () => false),
    ).toEqual([]);
  });

  it("keeps what belongs to the server off the browser", () => {
    const mustSay = /^lib\/([^/]+\/(queries|writes)|connectors|operations)\//;
    const silent = shipped.filter((file) => mustSay.test(file) && !textOf(file).startsWith('import "server-only";\n'));
    expect(silent).toEqual([]);
  });

  it("has no barrels, no drawers for everything, and names in kebab-case", () => {
    const named = sources.filter((file) => {
      const name = path.basename(file).replace(/\.(test|config|d)?\.?\w+$/, "");
      const drawer = /^(index|utils?|helpers?|services?|managers?|types|common|misc|data|info|items?|handlers?)$/.test(
        name,
      );
      const special = /^(\[\[?\.\.\..+\]\]?|\[.+\])$/.test(name);
      return drawer || !(special || /^[a-z0-9]+(-[a-z0-9]+)*(\.[a-z]+)?$/.test(name));
    });
    expect(named).toEqual([]);
  });

  it("has no file of 300 lines", () => {
    expect(sources.filter((file) => textOf(file).split("\n").length > 300)).toEqual([]);
  });

  it("leaves no note for later in the code", () => {
    // The classes keep this line from being the first finding.
    const note = /\b(TO[D]O|FIX[M]E)\b/;
    expect(strays(sources, note, () => false)).toEqual([]);
  });
});

describe("the operations", () => {
  const files = everyFile().filter((file) => /^lib\/operations\/[^/]+\.ts$/.test(file));
  const frame = new Set(["define", "registry", "risk"].map((name) => `lib/operations/${name}.ts`));
  const operations = files.filter((file) => !frame.has(file) && !file.endsWith(".test.ts"));
  const nameOf = (file: string) => /^ {2}name: "([a-z.-]+)",$/m.exec(textOf(file))?.[1] ?? "(no name)";

  it("are there", () => {
    expect(operations.length).toBeGreaterThan(3);
  });

  it("are all in the registry", () => {
    const registered = openingsOf("lib/operations/registry.ts", textOf("lib/operations/registry.ts"));
    const known = new Set(registered.map(({ target }) => `${target}.ts`));
    expect(operations.filter((file) => !known.has(file))).toEqual([]);
  });

  it("carry their file's name: delivery.retry is retry-delivery.ts", () => {
    const misnamed = operations.filter((file) => {
      const [noun, verb] = nameOf(file).split(".");
      return ![`${verb}-${noun}`, verb].includes(path.basename(file, ".ts"));
    });
    expect(misnamed).toEqual([]);
  });

  it("are each spoken of by a test", () => {
    const tests = sources.filter((file) => file.startsWith("tests/") && file.endsWith(".test.ts")).map(textOf);
    expect(operations.filter((file) => !tests.some((text) => text.includes(`"${nameOf(file)}"`)))).toEqual([]);
  });
});

describe("the reader of these laws", () => {
  it.each(['fetch("/x")', "globalThis.fetch(url)", "await window.fetch(url)", "(0, fetch)(url)"])(
    "sees %s",
    (source) => {
      expect(callsFetch("a.ts", source)).toBe(true);
    },
  );

  it.each(["boss.fetch(queue)", "type F = typeof fetch;", "const refetch = () => query.refetch();"])(
    "lets %s pass",
    (source) => {
      expect(callsFetch("a.ts", source)).toBe(false);
    },
  );
});

/** Any use of the global as a value counts: a renamed fetch fetches too. */
function callsFetch(file: string, source: string): boolean {
  let found = false;
  const globals = new Set(["globalThis", "window", "self"]);
  new Visitor({
    CallExpression: ({ callee }) => {
      if (callee.type === "Identifier" && callee.name === "fetch") found = true;
      if (callee.type !== "MemberExpression" || callee.object.type !== "Identifier") return;
      if (globals.has(callee.object.name) && callee.property.type === "Identifier")
        found ||= callee.property.name === "fetch";
    },
    SequenceExpression: ({ expressions }) => {
      found ||= expressions.some((each) => each.type === "Identifier" && each.name === "fetch");
    },
    VariableDeclarator: ({ init }) => {
      found ||= init?.type === "Identifier" && init.name === "fetch";
    },
  }).visit(parseSync(file, source).program);
  return found;
}
