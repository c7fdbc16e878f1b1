/** What a part of the house may open, and what it may only take types of. */
export type Doors = { opens: string[]; typesOf?: string[] };

/** Folders of lib that are no domain rooms. */
const floors = ["access", "connectors", "core", "generated", "i18n", "jobs", "operations"];

/** What every domain room may open of the others: never their writes. */
const neighbours = ["lib/<room>/shapes", "lib/<room>/rules", "lib/<room>/queries", "lib/core", "lib/access/roles"];
const proofs = ["lib/access/actor", "lib/access/factor"];

/** Who may open what: the table of the house. `<room>` is any domain room, `<own>` the file's own one. */
export const plan: Record<string, Doors> = {
  app: {
    opens: [
      "app",
      "components",
      "lib/operations/perform",
      "lib/operations/registry",
      "lib/<room>/queries",
      "lib/<room>/shapes",
      "lib/access",
      "lib/core",
      "lib/i18n",
      "package.json",
    ],
  },
  components: {
    opens: ["components", "app/actions", "lib/<room>/shapes", "lib/<room>/rules", "lib/core/text"],
    typesOf: ["lib/operations", "lib/i18n", "lib/core/errors", "messages"],
  },
  "worker.ts": {
    opens: ["lib/operations/registry", "lib/operations/perform", "lib/jobs", "lib/access", "lib/core"],
    typesOf: ["lib/operations"],
  },
  "middleware.ts": {
    opens: [
      "lib/access/routes",
      "lib/access/health",
      "lib/access/origin",
      "lib/access/gate",
      "lib/access/gatehouse",
      "lib/access/grant-ticket",
      "lib/access/hostile-headers",
      "lib/access/response-headers",
      "lib/access/clerk-down-page",
      "lib/core/env",
      "lib/core/patience",
    ],
  },
  "instrumentation.ts": { opens: ["instrumentation-node"] },
  "instrumentation-node.ts": { opens: ["lib/core"] },
  scripts: { opens: ["scripts", "lib"] },
  "lib/operations": {
    opens: [
      "lib/operations",
      "lib/jobs",
      "lib/connectors",
      "lib/access",
      "lib/core",
      "lib/i18n/speak",
      "lib/<room>/shapes",
      "lib/<room>/rules",
      "lib/<room>/queries",
      "lib/<room>/writes",
    ],
  },
  "lib/jobs": { opens: ["lib/jobs", "lib/core"] },
  "lib/i18n": { opens: ["lib/i18n", "lib/access", "lib/core", "messages"] },
  "lib/connectors": { opens: ["lib/connectors", "lib/core"] },
  "lib/access": { opens: ["lib/access", "lib/core", "lib/connectors/clerk"] },
  "lib/access/store": { opens: ["lib/access", "lib/core", "lib/generated", "lib/record/writes"] },
  "lib/core": { opens: ["lib/core"] },
  "lib/core/db": { opens: ["lib/core", "lib/generated"] },
  "lib/<own>": { opens: [...neighbours, "lib/connectors"], typesOf: proofs },
  "lib/<own>/queries": { opens: [...neighbours, "lib/connectors", "lib/generated"], typesOf: proofs },
  "lib/<own>/writes": { opens: [...neighbours, "lib/<own>/writes", "lib/generated"], typesOf: proofs },
  sandbox: { opens: ["sandbox"] },
  // Carried into other people's apps: it stands alone.
  "drop-in": { opens: [] },
};

/** The domain room of a file, if it lies in one. */
export function roomOf(file: string): string | undefined {
  const [, name] = /^lib\/([^/]+)\//.exec(file) ?? [];
  return name !== undefined && !floors.includes(name) ? name : undefined;
}

/** The row of the table that a file stands under: the longest that fits. */
export function rowOf(file: string): string | undefined {
  return Object.keys(plan)
    .filter((row) => covers(row, file, file))
    .sort((a, b) => b.length - a.length)[0];
}

export function mayOpen(file: string, opening: { target: string; typeOnly: boolean }): boolean {
  const row = rowOf(file);
  if (row === undefined) return true;
  const { opens, typesOf = [] } = plan[row] ?? { opens: [] };
  return (opening.typeOnly ? [...opens, ...typesOf] : opens).some((pattern) => covers(pattern, opening.target, file));
}

function covers(pattern: string, place: string, file: string): boolean {
  const own = roomOf(file) ?? "(none)";
  const room = roomOf(`${place}/`) ?? "(none)";
  const named = pattern.replace("<own>", own).replace("<room>", room);
  const extension = /\.\w+$/;
  return place.replace(extension, "") === named.replace(extension, "") || place.startsWith(`${named}/`);
}
