import { isAsked, refining } from "./refine";
import type { SearchTerm } from "./search";

/** What died alike: one relying party, event, answer and error. Its newest error stands for the others. */
export type Kind = {
  app: string;
  event: string;
  /** 0 where nothing was answered. */
  answer: number;
  hash: string;
  lastStatus: number | null;
  lastError: string | null;
  /** The error with a mark for each id and number. */
  said: string;
  /** Whether the database finds in it what was asked of kinds. */
  asked: boolean;
};

/** A piece of text that an error must hold, or must not. */
export type ErrorText = { text: string; not: boolean };

/** The answer that an error begins with is no number that varies. */
function holds({ said, lastStatus, lastError }: Kind, text: string): boolean {
  const answer = String(lastStatus ?? "");
  const whole = said.startsWith("#") && lastError?.startsWith(`${answer} `) ? `${answer}${said.slice(1)}` : said;
  return whole.toLowerCase().includes(text.toLowerCase());
}

/**
 * The kinds that hold everything that is asked for. A text is what errors say where any of them says it; it is a piece of an id where
 * none does, and then kinds can't tell.
 * @returns null where they can't
 */
export function kindsAsked(
  kinds: readonly Kind[],
  texts: readonly ErrorText[],
  terms: readonly SearchTerm[],
): Kind[] | null {
  if (texts.some(({ text }) => text.includes("#") || !kinds.some((kind) => holds(kind, text)))) return null;
  const refined = refining(terms);
  return kinds.filter(
    (kind) =>
      kind.asked &&
      texts.every(({ text, not }) => holds(kind, text) !== not) &&
      isAsked({ lastStatus: kind.lastStatus, lastError: kind.lastError, attempts: 1 }, refined),
  );
}
