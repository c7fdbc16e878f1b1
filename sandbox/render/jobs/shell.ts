import type { Execution } from "./job";

/** Takes a command apart as a shell does. Whatever would start a second one, or look into the machine, is not obeyed: undefined. */
export function wordsOf(command: string): string[] | undefined {
  const words: string[] = [];
  let rest = command;
  while (rest.trim() !== "") {
    const [found, word] =
      /^[ \t]*((?:'[^']*'|"(?:[^"\\$`]|\\["\\$`])*"|\\[^\n]|[^\s'"\\$`;&|<>(){}*?~#!])+)/s.exec(rest) ?? [];
    if (found === undefined || word === undefined) return undefined;
    words.push(unquote(word));
    rest = rest.slice(found.length);
  }
  return words;
}

function unquote(word: string): string {
  return word.replace(
    /'([^']*)'|"((?:[^"\\]|\\.)*)"|\\(.)/gs,
    (_, single?: string, double?: string, escaped?: string) =>
      single ?? (double === undefined ? (escaped ?? "") : double.replace(/\\(["\\$`])/g, "$1")),
  );
}

export const syntaxError = (): Execution => says(2, "bash: -c: line 1: syntax error near unexpected token");
export const notFound = (program: string): Execution => says(127, `bash: line 1: ${program}: command not found`);

/** Ends with one line: an error unless the code is 0. */
export function says(exitCode: number, ...messages: string[]): Execution {
  const level = exitCode === 0 ? "info" : "error";
  return { exitCode, lines: messages.map((message) => ({ message, level })) };
}
