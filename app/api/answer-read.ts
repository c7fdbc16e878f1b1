import { type HumanActor, isHuman } from "@/lib/access/actor";
import { clerkHealth } from "@/lib/access/health";
import { identify, requestReference } from "@/lib/access/identify";
import { isDatabaseTrouble } from "@/lib/core/database-trouble";
import { type RefusalCode, Refused, refusalStatus } from "@/lib/core/errors";
import { describeError, log } from "@/lib/core/log";

/**
 * Answers a read for whoever is asking, as JSON; refusals and troubles are problems with their code.
 * @param what for the log, when it breaks
 * @param read null: there is no such thing
 */
export async function answerRead(what: string, read: (actor: HumanActor) => Promise<unknown>): Promise<Response> {
  const ref = await requestReference();
  const refuse = (code: RefusalCode): Response =>
    Response.json(
      { code, ref },
      { status: refusalStatus[code], headers: { "Content-Type": "application/problem+json" } },
    );
  try {
    const identified = await identify();
    if (!isHuman(identified)) {
      const { code } = identified.refusal;
      // A token that ran out while nobody could renew it is no sign that a session ended.
      return refuse(code === "not_signed_in" && !(await clerkHealth()).answers ? "clerk_unreachable" : code);
    }
    const found = await read(identified);
    return found === null ? Response.json({ code: "not_found", ref }, { status: 404 }) : Response.json(found);
  } catch (error) {
    if (error instanceof Refused) return refuse(error.refusal.code);
    log().error({ ref, error: describeError(error) }, what);
    return refuse(isDatabaseTrouble(error) ? "console_database_unreachable" : "internal_error");
  }
}
