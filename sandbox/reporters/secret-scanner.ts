import { randomUUID } from "node:crypto";

/** What a scanner has found in public. */
export type Finding = {
  /** Which key: a kid, or the fingerprint of a secret key. Never the key itself. */
  subject: string;
  note: string;
};

/** A service that looks for secrets in public places and tells the console, until the console has heard it. */
export type SecretScanner = {
  /** @returns a function that ends the report: the console hears that the finding is gone */
  report(finding: Finding): () => Promise<void>;
};

const EVERY_MS = 2_000;
const PATIENCE_MS = 2_000;

/** @param token what the console lets report, and nothing more */
export function createSecretScanner({ consoleOrigin, token }: { consoleOrigin: string; token: string }): SecretScanner {
  async function tell(signal: Record<string, string>): Promise<boolean> {
    try {
      const answer = await fetch(`${consoleOrigin}/api/v1/signals`, {
        method: "POST",
        redirect: "manual",
        headers: { authorization: `Bearer ${token}`, "content-type": "application/json" },
        body: JSON.stringify({ ...signal, observedAt: new Date().toISOString() }),
        signal: AbortSignal.timeout(PATIENCE_MS),
      });
      await answer.body?.cancel();
      return answer.ok;
    } catch {
      // A console that is away is told again.
      return false;
    }
  }

  return {
    report({ subject, note }) {
      const signal = { kind: "leaked_key", source: "secret-scanner", reference: randomUUID(), subject, note };
      const raised = { ...signal, state: "raised" };
      let heard = false;
      let telling: Promise<void> | undefined;
      const turn = () => {
        telling ??= tell(raised)
          .then((accepted) => {
            heard ||= accepted;
            if (heard) clearInterval(timer);
          })
          .finally(() => {
            telling = undefined;
          });
      };
      const timer = setInterval(turn, EVERY_MS).unref();
      turn();
      return async () => {
        clearInterval(timer);
        await telling;
        if (heard) await tell({ ...signal, state: "cleared" });
      };
    },
  };
}
