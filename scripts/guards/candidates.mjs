import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import path from "node:path";
import { inRoot, root } from "../start/paths.mjs";

/** What runs long for one question is asked last. */
const slow =
  /every-operation|matrix|fuzz|reads\.test|hostile|replay-(seeds|crashes|storms)|approval-attacks|crash\.test/;
const most = 10;

/** Test files that may notice that a guard is missing, the likeliest first. */
export function candidates({ file, line }) {
  const source = readFileSync(inRoot(file), "utf8");
  const around = source.split("\n").slice(Math.max(0, line - 3), line + 3);
  const codes = around.flatMap((text) => [...text.matchAll(/"([a-z]+(?:_[a-z]+)+)"/g)].map(([, code]) => code));
  const names = [...source.matchAll(/export (?:async )?(?:function|const|class) (\w+)/g)].map(([, name]) => name);
  const operation = /name: "([a-z-]+\.[a-z-]+)"/.exec(source)?.[1];
  const words = [
    ...codes.map((code) => [`"${code}"`, 3]),
    ...names.map((name) => [name, 4]),
    ...(operation ? [[`"${operation}"`, 3]] : []),
    [`@/${file.replace(/\.tsx?$/, "")}`, 4],
    [nameOf(file), 1],
  ];
  return testFiles()
    .map((test) => ({ test, score: scoreOf(test, file, words) }))
    .filter(({ score }) => score > 0)
    .sort((a, b) => b.score - a.score)
    .slice(0, most)
    .map(({ test }) => test);
}

/** A route is called like its folder. */
function nameOf(file) {
  const { name, dir } = path.parse(file);
  return ["route", "page"].includes(name) ? path.basename(dir) : name;
}

function scoreOf(test, file, words) {
  const text = readFileSync(inRoot(test), "utf8");
  const score = words.reduce((sum, [word, worth]) => sum + (text.includes(word) ? worth : 0), 0);
  const beside = path.dirname(test) === path.dirname(file) && score > 0 ? 3 : 0;
  return slow.test(test) ? score / 4 : score + beside;
}

const testFiles = () =>
  execFileSync("find", ["tests", "lib", "components", "-name", "*.test.ts"], { cwd: root, encoding: "utf8" })
    .split("\n")
    .filter(Boolean);
