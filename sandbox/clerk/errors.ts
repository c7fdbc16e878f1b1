import type { Answer } from "../kernel/exchange";
import { newId } from "./ids";

/** Thrown anywhere below a route and answered in Clerk's error shape. */
export class ClerkRefusal extends Error {
  readonly status: number;
  readonly code: string;
  readonly param?: string;
  readonly retryAfterSeconds?: number;

  constructor(
    status: number,
    code: string,
    message: string,
    more: { param?: string; retryAfterSeconds?: number } = {},
  ) {
    super(message);
    this.status = status;
    this.code = code;
    this.param = more.param;
    this.retryAfterSeconds = more.retryAfterSeconds;
  }
}

export function notFound(what: string): ClerkRefusal {
  return new ClerkRefusal(404, "resource_not_found", `${what} was not found.`);
}

export function signedOut(): ClerkRefusal {
  return new ClerkRefusal(401, "signed_out", "You are signed out");
}

export function invalidParameter(param: string, message: string): ClerkRefusal {
  return new ClerkRefusal(422, "form_param_value_invalid", message, { param });
}

export function tooManyAttempts(retryAfterSeconds: number): ClerkRefusal {
  return new ClerkRefusal(429, "too_many_requests", "Too many requests. Please try again in a bit.", {
    retryAfterSeconds,
  });
}

export function answerOf(refusal: ClerkRefusal): Answer {
  const { status, code, message, param, retryAfterSeconds } = refusal;
  return {
    status,
    json: {
      errors: [{ message, long_message: message, code, meta: param ? { param_name: param } : {} }],
      clerk_trace_id: newId("trace"),
    },
    headers: retryAfterSeconds === undefined ? {} : { "retry-after": String(retryAfterSeconds) },
  };
}

/** What Clerk says when it is the one in trouble. */
export function failureOf(status: number): Answer {
  if (status === 429)
    return answerOf(new ClerkRefusal(429, "too_many_requests", "Too many requests. Please try again in a bit."));
  if (status === 404) return answerOf(new ClerkRefusal(404, "resource_not_found", "The URL was not found."));
  if (status === 503) return answerOf(new ClerkRefusal(503, "service_unavailable", "The service is unavailable."));
  const code = status >= 500 ? "internal_clerk_error" : "request_invalid";
  return answerOf(new ClerkRefusal(status, code, `Clerk answers ${status}.`));
}
