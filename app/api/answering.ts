import type { Visitor } from "@/lib/access/actor";
import { clerkHealth } from "@/lib/access/health";
import { requestReference } from "@/lib/access/identify";
import { isDatabaseTrouble } from "@/lib/core/database-trouble";
import { type Refusal, type RefusalCode, Refused } from "@/lib/core/errors";
import { describeError, log } from "@/lib/core/log";

export type Refuse = (code: RefusalCode) => Response;

/**
 * Answers whatever happens: refusals and troubles become an answer with their code, and troubles a line of the log.
 * @param what for the log, when it breaks
 */
export async function answering(
  what: string,
  refusing: (refusal: Refusal, ref: string) => Response,
  answer: (refuse: Refuse, ref: string) => Promise<Response>,
): Promise<Response> {
  const ref = await requestReference();
  const refuse = (code: RefusalCode): Response => refusing({ code }, ref);
  try {
    return await answer(refuse, ref);
  } catch (error) {
    if (error instanceof Refused) return refusing(error.refusal, ref);
    log().error({ ref, error: describeError(error) }, what);
    return refuse(isDatabaseTrouble(error) ? "console_database_unreachable" : "internal_error");
  }
}

/** A token that ran out while nobody could renew it is no sign that a session ended. */
export async function codeFor({ refusal: { code } }: Visitor): Promise<RefusalCode> {
  return code === "not_signed_in" && !(await clerkHealth()).answers ? "clerk_unreachable" : code;
}
