import type { Proof } from "./catalogue";

/** What is proved by what the job printed: a cache has no table that could be read. */
export type PrintedProof = Extract<Proof, "cache_without_person" | "cache_empty" | "printed_in_log">;

export const isPrintedProof = (proof: Proof): proof is PrintedProof =>
  ["cache_without_person", "cache_empty", "printed_in_log"].includes(proof);

/**
 * Whether a job printed what its task prints when it did what it was asked to, of exactly this person.
 * @source IdP contract: a purge says how many entries of whom; a show prints each entry, or that there is none
 */
export function hasPrinted(proof: PrintedProof, [id = ""]: readonly string[], lines: readonly string[]): boolean {
  return lines.some((line) => {
    if (proof === "cache_empty") return /^purged \d+ entr(?:y|ies)$/.test(line);
    const said = proof === "cache_without_person" ? purged : shown;
    return said.exec(line)?.slice(1).includes(id) ?? false; // guard: exactly-this-person
  });
}

const purged = /^purged \d+ entr(?:y|ies) of user (\d+)$/;
const shown = /^(?:no entry of user (\d+)|[\w.-]+(?::[\w.-]+)*:(\d+) => \d+)$/;
