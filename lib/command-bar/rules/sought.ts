import { clerkUserId, identityUserId } from "@/lib/customers/shapes";
import { incidentNumber, numberOfIncident } from "@/lib/incidents/shapes";
import { requestId } from "@/lib/requests/shapes";

/** What a text may name. Everything that it could be is looked for; nothing that it could not be is. */
export type Sought = {
  /** An id of the identity provider's: of a delivery, a relying party or a user. */
  number?: string;
  incident?: number;
  /** The idempotency key by which a relying party knows an event. */
  event?: string;
  request?: string;
  /** The first eight digits of a request's digest, as they are read aloud. */
  code?: string;
  clerkId?: string;
  email?: string;
  /** A part of a relying party's name. */
  name?: string;
  /** The beginning of a kid. */
  kid?: string;
};

const fewestLetters = 2;
const fewestOfKid = 3;
const fewestOfEvent = 8;
const readAloud = /^([0-9a-f]{4}) ([0-9a-f]{4})$/i;
const address = /^[^\s@]+@[^\s@]+\.[^\s@]{2,}$/;

/** What was typed, as it is meant: figures of an East Asian keyboard are figures, and blanks around it are nothing. */
export const asMeant = (typed: string): string => typed.normalize("NFKC").trim().replaceAll(/\s+/g, " ");

/** What somebody may be looking for. One id among other words, as in "retry 88213402", is looked for by itself. */
export function soughtOf(typed: string): Sought {
  const text = asMeant(typed);
  const [, ...code] = readAloud.exec(text) ?? [];
  if (code.length > 0) return { code: code.join("").toLowerCase(), ...byName(text) };
  const words = text.split(" ");
  const named = words.filter((word) => isId(word));
  const [word] = words.length === 1 ? words : named.length === 1 ? named : [];
  return { ...(word === undefined ? {} : byId(word)), ...byName(text) };
}

/** The words beside an id: what is to be done with it. */
export function verbIn(typed: string): string {
  const words = asMeant(typed).split(" ");
  const others = words.filter((word) => !isId(word));
  return words.length - others.length === 1 ? others.join(" ") : words.join(" ");
}

const isNumber = (word: string): boolean => identityUserId.safeParse(word).success;
const isRequest = (word: string): boolean => requestId.safeParse(word).success;
const isClerkId = (word: string): boolean => clerkUserId.safeParse(word).success;

const isId = (word: string): boolean =>
  [isNumber, isRequest, isClerkId, (each: string) => address.test(each) || incidentIn(each) !== null].some((is) =>
    is(word),
  );

/** "INC-42", "#42", or the number alone. */
function incidentIn(word: string): number | null {
  const [, bare] = /^#([1-9]\d{0,8})$/.exec(word) ?? [];
  return numberOfIncident(bare === undefined ? word : `INC-${bare}`);
}

function byId(word: string): Sought {
  // What holds an address is asked for as that alone: it is nobody's key, name or kid.
  if (word.includes("@")) return address.test(word) ? { email: word } : {};
  if (isClerkId(word)) return { clerkId: word };
  const number = isNumber(word) ? word : undefined;
  const incident = number === undefined ? incidentIn(word) : incidentNumber.safeParse(Number(number)).data;
  return {
    ...(number === undefined ? {} : { number }),
    ...(incident ? { incident } : {}),
    ...(isRequest(word) ? { request: word.toLowerCase() } : {}),
    ...(/^[0-9a-f]{8}$/i.test(word) ? { code: word.toLowerCase() } : {}),
    ...(word.length >= fewestOfEvent ? { event: word } : {}),
  };
}

function byName(text: string): Sought {
  if (text.includes("@") || isNumber(text)) return {};
  const [, kid = text] = /^kid:\s*(\S+)$/i.exec(text) ?? [];
  return {
    ...(text.length >= fewestLetters ? { name: text } : {}),
    ...(kid.length >= fewestOfKid && !kid.includes(" ") ? { kid } : {}),
  };
}
