import { markersOf } from "./markers.mjs";

/**
 * A source whose guards can be switched off while it runs: a guard that is switched off is as if it had not been written.
 * What cannot be told from its form alone is said in `removals`: a piece of the guard's lines, and what stands there without it.
 * @param {{ removals: { [name: string]: { of: string, without: string } }, offFile: string }} `offFile` names what is off
 * @throws Error that names a guard whose form says nothing
 */
export function withSwitches(file, source, { removals, offFile }) {
  const lines = source.split("\n");
  const found = markersOf(file, source);
  for (const { name, line } of found) {
    const removal = removals[name];
    const done = removal ? replaced(lines, line, name, removal) : switched(lines, line, name);
    if (!done) throw new Error(`${file}:${line + 1}: nobody can tell what the guard "${name}" would be without it`);
  }
  if (found.length === 0) return source;
  return `${lines.join("\n")}${reader(offFile)}`;
}

const off = (name) => `guardIsOff("${name}")`;

/** `if (…) …` before the marker, on its line or on those before: it no longer holds once it is switched off. */
function switched(lines, line, name) {
  for (let first = line; first > line - 8 && first >= 0; first -= 1) {
    const opens = /^(\s*(?:\} )?(?:else )?if )\(/.exec(lines[first]);
    if (!opens) continue;
    const text = lines.slice(first, line + 1).join("\n");
    const start = opens[1].length;
    const end = closing(text, start);
    // Only the statement that follows at once is the guard's: what stands behind it is another matter.
    if (end === null || text.slice(end).split(";").length > 2) return false;
    const condition = text.slice(start, end + 1);
    const changed = `${text.slice(0, start)}(!${off(name)} && ${condition})${text.slice(end + 1)}`;
    lines.splice(first, line - first + 1, ...changed.split("\n"));
    return true;
  }
  return false;
}

/** Where the bracket that opens at `start` closes, strings and templates apart. */
function closing(text, start) {
  let depth = 0;
  let quote = null;
  for (let at = start; at < text.length; at += 1) {
    const char = text[at];
    if (quote) {
      if (char === "\\") at += 1;
      else if (char === quote) quote = null;
    } else if (char === '"' || char === "'" || char === "`") quote = char;
    else if (char === "(") depth += 1;
    else if (char === ")" && --depth === 0) return at;
  }
  return null;
}

/** The piece nearest to the marker, from it upwards, or from it down where the marker has a line of its own. */
function replaced(lines, line, name, { of, without }) {
  const alone = /^\s*\/\/ guard:/.test(lines[line]);
  const order = alone ? [line + 1, line + 2, line + 3, line + 4] : Array.from({ length: 12 }, (_, up) => line - up);
  const at = order.find((each) => lines[each]?.includes(of));
  if (at === undefined) return false;
  lines[at] = lines[at].replace(of, () => without.replaceAll("$off", off(name)).replaceAll("$guard", of));
  return true;
}

/** Read anew at each guard: what is switched off changes while the console runs. In a browser nothing is ever off. */
const reader = (offFile) => `
function guardIsOff(name: string): boolean {
  try {
    return process.getBuiltinModule("node:fs").readFileSync(${JSON.stringify(offFile)}, "utf8").split("\\n").includes(name);
  } catch {
    return false;
  }
}
`;
