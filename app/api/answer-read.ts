import { type HumanActor, isHuman } from "@/lib/access/actor";
import { identify } from "@/lib/access/identify";
import { type Refusal, refusalStatus } from "@/lib/core/errors";
import { answering, codeFor } from "./answering";

/**
 * Answers a read for whoever is asking, as JSON; refusals and troubles are problems with their code.
 * @param what for the log, when it breaks
 * @param read null: there is no such thing
 */
export async function answerRead(what: string, read: (actor: HumanActor) => Promise<unknown>): Promise<Response> {
  return answering(what, shortly, async (refuse, ref) => {
    const identified = await identify();
    return isHuman(identified) ? found(await read(identified), ref) : refuse(await codeFor(identified));
  });
}

/** As {@link answerRead}, where what is read is a file and not JSON. */
export async function answerFile(
  what: string,
  read: (actor: HumanActor, ref: string) => Promise<Response | null>,
): Promise<Response> {
  return answering(what, shortly, async (refuse, ref) => {
    const identified = await identify();
    return isHuman(identified)
      ? ((await read(identified, ref)) ?? found(null, ref))
      : refuse(await codeFor(identified));
  });
}

const found = (value: unknown, ref: string): Response =>
  value === null ? Response.json({ code: "not_found", ref }, { status: 404 }) : Response.json(value);

/** What our own pages are told when they poll. */
const shortly = ({ code }: Refusal, ref: string): Response =>
  Response.json(
    { code, ref },
    { status: refusalStatus[code], headers: { "Content-Type": "application/problem+json" } },
  );
