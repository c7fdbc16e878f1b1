import { writeFile } from "node:fs/promises";
import { parseArgs } from "node:util";
import { closeDatabases } from "@/lib/core/db";
import { checks, findAll } from "./doctor/checks";
import { type Finding, worstOf } from "./doctor/finding";
import { printedSheet } from "./doctor/sheet";

const usage = `npm run doctor                       what of this console is well, and what is not
npm run doctor -- --json             the same in JSON
npm run doctor -- --sheet [FILE]     writes the sheet to print and keep beside the codes; default sallyport-sheet.html
                  --language ko      the sheet in Korean
Exit code 0: all well. 1: something needs a look. 2: something is down.`;

const width = Math.max(...checks.map(({ name }) => name.length));
const line = ({ name, state, says }: Finding): string => `${state.padEnd(8)}  ${name.padEnd(width)}  ${says}`;

async function writeSheet(file: string, language: "en" | "ko"): Promise<void> {
  const { html, missing } = await printedSheet(language);
  await writeFile(file, html, { mode: 0o600 });
  console.log(`Written to ${file}. Print it, and write it anew when contacts change.`);
  if (missing) console.log(`It names nobody to call: ${missing}`);
}

try {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      json: { type: "boolean" },
      sheet: { type: "boolean" },
      language: { type: "string", default: "en" },
      help: { type: "boolean" },
    },
  });
  if (values.help) console.log(usage);
  else if (values.sheet) {
    await writeSheet(positionals[0] ?? "sallyport-sheet.html", values.language === "ko" ? "ko" : "en");
  } else {
    const found = await findAll();
    console.log(values.json ? JSON.stringify({ state: worstOf(found), checks: found }) : found.map(line).join("\n"));
    process.exitCode = { ok: 0, degraded: 1, unknown: 1, down: 2 }[worstOf(found)];
  }
} catch (error) {
  console.error(`${(error as Error).message}\n\n${usage}`);
  process.exitCode = 2;
} finally {
  await closeDatabases();
}
