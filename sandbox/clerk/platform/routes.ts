import { timingSafeEqual } from "node:crypto";
import type { Answer, Exchange } from "../../kernel/exchange";
import type { Route } from "../../kernel/routing";
import { answerOf, ClerkRefusal, notFound } from "../errors";
import { seededId } from "../ids";
import type { ClerkInstance } from "../instance";

const LONGEST_DELAY_HOURS = 72;

/** The Platform API (beta): what a workspace's own token may ask of its applications. */
export function platformRoutes(instance: ClerkInstance): Route[] {
  const application = "/v1/platform/applications/:applicationId";
  return [
    route(instance, "GET", "/v1/platform/applications", ({ query }) => [applicationJson(instance, wantsKeys(query))]),
    route(instance, "GET", application, ({ query }) => applicationJson(instance, wantsKeys(query))),
    route(instance, "POST", `${application}/rotate_secret_keys`, (exchange) => rotate(instance, exchange)),
    route(instance, "POST", `${application}/instances/:instance/rotate_secret_keys`, (exchange) => {
      const { instance: named } = exchange.params;
      if (named !== "production" && named !== instance.id) throw notFound("The instance");
      return rotate(instance, exchange);
    }),
  ];
}

function route(instance: ClerkInstance, method: string, path: string, handle: (exchange: Exchange) => unknown): Route {
  return {
    method,
    path,
    answer(exchange): Answer {
      try {
        requireToken(instance, exchange.headers.authorization);
        const { applicationId } = exchange.params;
        if (applicationId !== undefined && applicationId !== idOf(instance)) throw notFound("The application");
        return { status: 200, json: handle(exchange) };
      } catch (error) {
        if (error instanceof ClerkRefusal) return answerOf(error);
        throw error;
      }
    },
  };
}

/** A secret key of an instance is no Platform token, and is told so. */
function requireToken({ platformToken }: ClerkInstance, authorization: string | undefined): void {
  const given = Buffer.from(/^Bearer (.+)$/.exec(authorization ?? "")?.[1] ?? "");
  const wanted = Buffer.from(platformToken ?? "");
  if (wanted.length > 0 && wanted.length === given.length && timingSafeEqual(wanted, given)) return;
  throw new ClerkRefusal(401, "authentication_invalid", "Invalid authentication");
}

function rotate(instance: ClerkInstance, exchange: Exchange): unknown {
  const { delay_old_secrets_expiration_hours: delay = 0 } = exchange.json() as Record<string, unknown>;
  if (typeof delay !== "number" || !Number.isInteger(delay) || delay < 0 || delay > LONGEST_DELAY_HOURS) {
    const message = `delay_old_secrets_expiration_hours must be a whole number from 0 to ${LONGEST_DELAY_HOURS}.`;
    throw new ClerkRefusal(400, "form_param_value_invalid", message, { param: "delay_old_secrets_expiration_hours" });
  }
  const secretKey = instance.secretKeys.rotate(delay);
  return {
    application_id: idOf(instance),
    name: instance.applicationName,
    instances: [{ instance_id: instance.id, environment_type: "production", secret_key: secretKey }],
  };
}

function applicationJson(instance: ClerkInstance, withKeys: boolean): unknown {
  const [secretKey] = instance.secretKeys.good();
  return {
    application_id: idOf(instance),
    name: instance.applicationName,
    instances: [
      {
        instance_id: instance.id,
        environment_type: "production",
        publishable_key: instance.publishableKey,
        ...(withKeys && { secret_key: secretKey }),
      },
    ],
  };
}

const wantsKeys = (query: URLSearchParams): boolean => query.get("include_secret_keys") === "true";
const idOf = (instance: ClerkInstance): string => seededId("app", instance.name);
