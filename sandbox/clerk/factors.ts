import { ClerkRefusal, tooManyAttempts } from "./errors";
import type { ClerkInstance } from "./instance";
import type { User } from "./store";

/** @throws ClerkRefusal `form_password_incorrect`, or `too_many_requests` after too many mistakes. */
export function checkPassword(instance: ClerkInstance, subject: string, user: User, password: string | null): void {
  check(instance, subject, {
    passes: user.password !== null && password === user.password,
    refusal: new ClerkRefusal(
      422,
      "form_password_incorrect",
      "Password is incorrect. Try again, or use another method.",
      { param: "password" },
    ),
  });
}

/** @throws ClerkRefusal `form_code_incorrect`, or `too_many_requests` after too many mistakes. */
export function checkCode(instance: ClerkInstance, subject: string, user: User, code: string | null): void {
  check(instance, subject, {
    passes: user.totpCode !== null && code === user.totpCode,
    refusal: new ClerkRefusal(422, "form_code_incorrect", "Incorrect code", { param: "code" }),
  });
}

/** `subject` is what a series of mistakes counts against: one sign-in, or one session. */
function check(instance: ClerkInstance, subject: string, attempt: { passes: boolean; refusal: ClerkRefusal }): void {
  const wait = instance.attempts.waitSeconds(subject);
  if (wait > 0) throw tooManyAttempts(wait);
  if (!attempt.passes) {
    instance.attempts.failed(subject);
    throw attempt.refusal;
  }
  instance.attempts.succeeded(subject);
}
