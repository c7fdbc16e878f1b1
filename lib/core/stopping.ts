import { log } from "./log";

const held = globalThis as typeof globalThis & { sallyportStopping?: AbortController };

function controller(): AbortController {
  held.sallyportStopping ??= new AbortController();
  return held.sallyportStopping;
}

/** Aborted once this process was asked to end: whoever only waits for something answers now. */
export const stopping = (): AbortSignal => controller().signal;

/**
 * From now on SIGTERM and SIGINT begin the end of this process, and nothing that hangs puts it off for longer than so many milliseconds.
 * @param end what this process does by itself to end; a web process leaves that to Next
 */
export function endOnSignal(withinMs: number, end: () => Promise<void> = async () => undefined): void {
  for (const signal of ["SIGTERM", "SIGINT"]) {
    process.on(signal, () => {
      if (stopping().aborted) return;
      controller().abort();
      setTimeout(() => {
        log().error({ withinMs }, "what was under way did not end in time and is cut off");
        process.exit(1);
      }, withinMs).unref();
      void end();
    });
  }
}
