/** Something that goes on while a scenario runs. */
export type Traffic = {
  start(): void;
  /** Resolves when nothing is under way any more. */
  stop(): Promise<void>;
};

/** Repeats `send` every few seconds; one that outlasts its turn is not doubled. */
export function createTraffic(send: () => Promise<unknown>, everyMs = 5_000): Traffic {
  let timer: NodeJS.Timeout | undefined;
  let sending: Promise<void> | undefined;

  function turn(): void {
    sending ??= send()
      .then(
        () => undefined,
        (error: unknown) => console.error("sandbox: a scenario's traffic failed", error),
      )
      .finally(() => {
        sending = undefined;
      });
  }

  return {
    start() {
      timer ??= setInterval(turn, everyMs).unref();
    },
    async stop() {
      clearInterval(timer);
      timer = undefined;
      await sending;
    },
  };
}
