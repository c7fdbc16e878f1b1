const LABEL_WIDTH = 44;

/** A sentence for the person at the terminal; everything else that goes wrong is a bug and keeps its stack. */
export class Explained extends Error {}

/** Prints `label … 1.2 s` around a piece of work and passes its result on. */
export async function step(label, work) {
  const startedAt = performance.now();
  process.stdout.write(`  ${label} `.padEnd(LABEL_WIDTH, "."));
  try {
    const result = await work();
    process.stdout.write(` ${secondsSince(startedAt)}\n`);
    return result;
  } catch (error) {
    process.stdout.write(" failed\n");
    throw error;
  }
}

export function line(text = "") {
  process.stdout.write(`${text}\n`);
}

export function secondsSince(startedAt) {
  return `${((performance.now() - startedAt) / 1000).toFixed(1)} s`;
}

/** What a failed start leaves on the screen: a sentence if we have one, else the whole error. */
export function failure(error) {
  process.stderr.write(`\n${error instanceof Explained ? error.message : error.stack}\n`);
}
