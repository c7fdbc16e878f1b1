import { remedyOfFullDisk } from "./disk.mjs";

const LABEL_WIDTH = 44;

/** A sentence for the person at the terminal; everything else that goes wrong is a bug and keeps its stack. */
export class Explained extends Error {}

/** Prints `label … 1.2 s` around a piece of work and passes its result on. At a terminal the seconds count while it goes on. */
export async function step(label, work) {
  const startedAt = performance.now();
  const begun = `  ${label} `.padEnd(LABEL_WIDTH, ".");
  const { isTTY } = process.stdout;
  process.stdout.write(begun);
  const end = (words) => process.stdout.write(isTTY ? `\r${begun} ${words}\n` : ` ${words}\n`);
  const tick = () => process.stdout.write(`\r${begun} ${Math.round((performance.now() - startedAt) / 1000)} s `);
  const ticking = isTTY && setInterval(tick, 1_000);
  try {
    const result = await work().finally(() => clearInterval(ticking));
    end(secondsSince(startedAt));
    return result;
  } catch (error) {
    end("failed");
    throw error;
  }
}

export function line(text = "") {
  process.stdout.write(`${text}\n`);
}

export function secondsSince(startedAt) {
  return `${((performance.now() - startedAt) / 1000).toFixed(1)} s`;
}

/**
 * What a failed start leaves on the screen: a sentence if we have one, else the whole error. What to do stands last, where one looks.
 * @param {string[]} [folders] that were written to, where it is not the clone alone
 */
export function failure(error, folders) {
  const words = error instanceof Explained ? error.message : `${error.stack}`;
  const remedy = remedyOfFullDisk(words, folders);
  process.stderr.write(`\n${words}\n${remedy === null ? "" : `\n${remedy}\n`}`);
}
