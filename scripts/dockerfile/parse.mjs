/**
 * Reads a Dockerfile into its stages. It knows what ours is made of; any other instruction is refused, so that nothing is skipped in silence.
 * @param {string} text
 * @returns {{ name: string, from: string, steps: { op: string, flags: Record<string, string>, words: string }[] }[]}
 */
export function parseDockerfile(text) {
  const stages = [];
  for (const line of logicalLines(text)) {
    const [, op = "", rest = ""] = /^([A-Z]+)\s+(.*)$/s.exec(line) ?? [];
    if (!known.has(op)) throw new Error(`The Dockerfile has an instruction that is not known here: ${line}`);
    if (op === "FROM") {
      const [, from = "", name = ""] = /^(\S+)\s+AS\s+(\S+)$/.exec(rest) ?? [];
      if (name === "") throw new Error(`A stage has no name: ${line}`);
      stages.push({ name, from, steps: [] });
    } else if (stages.length === 0) throw new Error(`Before the first stage: ${line}`);
    else stages.at(-1).steps.push({ op, ...flagged(rest) });
  }
  return stages;
}

const known = new Set(["FROM", "WORKDIR", "COPY", "RUN", "ENV", "USER", "EXPOSE", "HEALTHCHECK", "CMD"]);

/** Without comments, and with what a backslash continues in one piece. */
function logicalLines(text) {
  const kept = text.split("\n").filter((line) => !line.trimStart().startsWith("#"));
  return kept
    .join("\n")
    .replaceAll(/\\\n\s*/g, "")
    .split("\n")
    .map((line) => line.trim())
    .filter((line) => line !== "");
}

function flagged(rest) {
  const flags = {};
  let words = rest;
  for (let flag = leading(words); flag; flag = leading(words)) {
    flags[flag[1]] = flag[2];
    words = words.slice(flag[0].length);
  }
  return { flags, words };
}

const leading = (words) => /^--([a-z-]+)=(\S+)\s+/.exec(words);

/** The command of a CMD or HEALTHCHECK in exec form; null where it would need a shell. */
export function execForm(words) {
  try {
    const command = JSON.parse(words.replace(/^CMD\s+/, ""));
    return Array.isArray(command) && command.every((word) => typeof word === "string") ? command : null;
  } catch {
    return null;
  }
}
