import path from "node:path";
import { parseSync, type StaticExport, type StaticImport, Visitor } from "oxc-parser";

/** One place where a file opens another module. */
export type Opening = {
  /** Relative to the repository without extension for our own files, the bare name for packages. */
  target: string;
  /** Whether it is a file of this repository, not a package. */
  ours: boolean;
  /** Whether nothing of it is left at run time. */
  typeOnly: boolean;
};

const computed = "(computed)";

/** Everything that a source opens: imports, re-exports, dynamic imports, import types, `require`. */
export function openingsOf(file: string, source: string): Opening[] {
  const { module, program, errors } = parseSync(file, source);
  if (errors.length > 0) throw new Error(`${file} cannot be parsed: ${errors[0]?.message}`);
  const found: { request: string; typeOnly: boolean }[] = [
    ...module.staticImports.map(fromImport),
    ...module.staticExports.flatMap(fromExport),
  ];
  const note = (source: { type: string }, typeOnly: boolean) => found.push({ request: literalOf(source), typeOnly });
  new Visitor({
    ImportExpression: ({ source }) => note(source, false),
    TSImportType: ({ source }) => note(source, true),
    TSExternalModuleReference: ({ expression }) => note(expression, false),
    CallExpression: ({ callee, arguments: [first] }) => {
      if (callee.type === "Identifier" && callee.name === "require" && first) note(first, false);
    },
  }).visit(program);
  return found.map(({ request, typeOnly }) => ({ ...resolve(file, request), typeOnly }));
}

function fromImport({ moduleRequest, entries }: StaticImport) {
  return { request: moduleRequest.value, typeOnly: entries.length > 0 && entries.every(({ isType }) => isType) };
}

function fromExport({ entries }: StaticExport) {
  return entries.flatMap(({ moduleRequest, isType }) =>
    moduleRequest ? [{ request: moduleRequest.value, typeOnly: isType }] : [],
  );
}

/** A specifier that only the running program knows cannot be judged, so it is no module that anybody may open. */
function literalOf(node: { type: string }): string {
  const { value } = node as { value?: unknown };
  return node.type === "Literal" && typeof value === "string" ? value : computed;
}

function resolve(file: string, request: string): { target: string; ours: boolean } {
  const plain = request.replace(/\.(ts|tsx|mjs|js)$/, "");
  if (request.startsWith("@/")) return { target: path.normalize(plain.slice(2)), ours: true };
  if (request.startsWith(".")) return { target: path.join(path.dirname(file), plain), ours: true };
  return { target: request, ours: request === computed };
}
