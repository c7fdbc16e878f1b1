import type { ClerkInstance } from "../instance";
import type { Reverification, Session, SignIn, User } from "../store";
import { frontendSessionJson } from "./session";

const ATTEMPT_LIFETIME_MS = 86_400_000;

export function signInJson(signIn: SignIn, user: User): Record<string, unknown> {
  return {
    object: "sign_in_attempt",
    id: signIn.id,
    status: signIn.status,
    identifier: user.email,
    supported_identifiers: ["email_address"],
    ...factorsJson(signIn, user),
    user_data: { first_name: user.firstName, last_name: user.lastName, image_url: "", has_image: false },
    created_session_id: signIn.sessionId,
    abandon_at: signIn.createdAt + ATTEMPT_LIFETIME_MS,
  };
}

export async function reverificationJson(
  instance: ClerkInstance,
  session: Session,
  reverification: Reverification,
  azp: string,
): Promise<Record<string, unknown>> {
  const user = instance.store.users.get(session.userId);
  return {
    object: "session_reverification",
    id: reverification.id,
    level: reverification.level,
    status: reverification.status,
    ...(user && factorsJson(reverification, user)),
    session: await frontendSessionJson(instance, session, azp),
  };
}

type ProvedFactors = { firstFactor: "password" | "ticket" | null; secondFactor: "totp" | null };

function factorsJson(proved: ProvedFactors, user: User): Record<string, unknown> {
  return {
    supported_first_factors: [{ strategy: "password" }],
    supported_second_factors: user.totpCode === null ? null : [{ strategy: "totp" }],
    first_factor_verification: verified(proved.firstFactor),
    second_factor_verification: verified(proved.secondFactor),
  };
}

function verified(strategy: "password" | "ticket" | "totp" | null): Record<string, unknown> | null {
  if (strategy === null) return null;
  return { object: `verification_${strategy}`, status: "verified", strategy, attempts: 1, expire_at: null };
}
