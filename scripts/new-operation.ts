import { existsSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { roles } from "../lib/access/roles";
import { riskClasses } from "../lib/operations/risk";
import { insertSorted } from "./new-operation/insert";
import { namesOf } from "./new-operation/names";
import { operationText, policyLine, testText, type Wish } from "./new-operation/templates";

const root = path.resolve(import.meta.dirname, "..");
const wish = readWish(process.argv.slice(2));
const { names } = wish;

create(`lib/operations/${names.file}.ts`, operationText(wish));
create(`tests/operations/${names.file}.test.ts`, testText(wish));
insert(
  "lib/operations/registry.ts",
  `import { ${names.constant} } from "./${names.file}";`,
  /^import \{ \w+ \} from "\.\/[\w-]+";$/,
);
insert("lib/operations/registry.ts", `  ${names.constant},`, /^ {2}\w+,$/);
insert("lib/access/policy.ts", policyLine(wish, roles), /^ {2}"[\w.-]+": \{ risk: /);
console.log("Then write it, write its test, and give it words in messages/en.json and ko.json (operations.names).");

function readWish([operation = "", risk = "", allows = ""]: string[]): Wish {
  const found = namesOf(operation);
  const allowed = allows.split(",").filter((role) => role !== "");
  const unknown = allowed.filter((role) => !(roles as readonly string[]).includes(role));
  if (!found || !(riskClasses as readonly string[]).includes(risk) || unknown.length > 0) {
    stop(
      "npm run new-operation -- delivery.resolve guarded responder,admin\n" +
        `  a singular noun, a dot and a verb; one of ${riskClasses.join(", ")}; some of ${roles.join(", ")} (none for system)`,
    );
  }
  if (existsSync(path.join(root, `lib/operations/${found.file}.ts`)))
    stop(`There is lib/operations/${found.file}.ts already.`);
  return { names: found, risk, allows: allowed };
}

function create(file: string, text: string): void {
  writeFileSync(path.join(root, file), text, { flag: "wx" });
  console.log(`wrote    ${file}`);
}

function insert(file: string, line: string, isOfBlock: RegExp): void {
  const place = path.join(root, file);
  writeFileSync(place, insertSorted(readFileSync(place, "utf8"), line, isOfBlock));
  console.log(`added to ${file}`);
}

function stop(sentence: string): never {
  console.error(sentence);
  process.exit(1);
}
