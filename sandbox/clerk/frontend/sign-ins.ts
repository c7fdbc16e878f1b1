import type { Route } from "../../kernel/routing";
import { ClerkRefusal, invalidParameter, notFound } from "../errors";
import { checkCode, checkPassword } from "../factors";
import { newId } from "../ids";
import type { ClerkInstance } from "../instance";
import { openSession } from "../sessions";
import { activeSessionsOf, findUserByEmail, type SignIn, type User } from "../store";
import { signInJson } from "../wire/verification";
import { type Call, type CallHandler, changed, ensureClient, found, frontendRoute } from "./call";

/** Signing in: identifier, password, code. */
export function signInRoutes(instance: ClerkInstance): Route[] {
  const attempt = (path: string, handle: CallHandler) =>
    frontendRoute(instance, "POST", `/v1/client/sign_ins/:signInId/${path}`, handle);
  return [
    frontendRoute(instance, "POST", "/v1/client/sign_ins", start),
    frontendRoute(instance, "GET", "/v1/client/sign_ins/:signInId", (call) => {
      const { signIn, user } = requireSignIn(call);
      return found(call, signInJson(signIn, user));
    }),
    // Nothing is sent for a password or an app's code; preparing them only tells where the attempt stands.
    attempt("prepare_first_factor", (call) => progress(call, requireSignIn(call))),
    attempt("prepare_second_factor", (call) => progress(call, requireSignIn(call))),
    attempt("attempt_first_factor", (call) => {
      const attempted = requireSignIn(call);
      provePassword(call, attempted);
      return progress(call, attempted);
    }),
    attempt("attempt_second_factor", (call) => {
      const attempted = requireSignIn(call);
      proveCode(call, attempted);
      return progress(call, attempted);
    }),
  ];
}

type Attempted = { signIn: SignIn; user: User };

const start: CallHandler = (call) => {
  const { store } = call.instance;
  const client = ensureClient(call);
  if (activeSessionsOf(store, client.id).length > 0) {
    throw new ClerkRefusal(400, "session_exists", "You're already signed in.");
  }
  if (call.form.get("strategy") === "ticket") return progress(call, redeemTicket(call));

  const user = findUserByEmail(store, call.form.get("identifier") ?? "");
  if (!user) {
    throw new ClerkRefusal(422, "form_identifier_not_found", "Couldn't find your account.", { param: "identifier" });
  }
  const attempted = { signIn: begin(call, user), user };
  if (call.form.has("password")) provePassword(call, attempted);
  return progress(call, attempted);
};

function begin(call: Call, user: User): SignIn {
  const client = ensureClient(call);
  const signIn: SignIn = {
    id: newId("sia"),
    clientId: client.id,
    userId: user.id,
    status: "needs_first_factor",
    firstFactor: null,
    secondFactor: null,
    sessionId: null,
    createdAt: Date.now(),
  };
  call.instance.store.signIns.set(signIn.id, signIn);
  client.signInId = signIn.id;
  return signIn;
}

/** Mistakes count against the person in this browser: a new attempt is no fresh start. */
function subjectOf(call: Call, user: User): string {
  return `${call.client?.id}/${user.id}`;
}

function provePassword(call: Call, { signIn, user }: Attempted): void {
  const strategy = call.form.get("strategy") ?? "password";
  if (strategy !== "password") throw invalidParameter("strategy", `The strategy ${strategy} is not enabled.`);
  checkPassword(call.instance, subjectOf(call, user), user, call.form.get("password"));
  signIn.firstFactor = "password";
  signIn.status = "needs_second_factor";
  if (user.totpCode === null) complete(call, { signIn, user });
}

function proveCode(call: Call, { signIn, user }: Attempted): void {
  if (signIn.status !== "needs_second_factor" || call.form.get("strategy") !== "totp") {
    throw invalidParameter("strategy", "This sign-in does not wait for a code.");
  }
  checkCode(call.instance, subjectOf(call, user), user, call.form.get("code"));
  signIn.secondFactor = "totp";
  complete(call, { signIn, user });
}

function redeemTicket(call: Call): Attempted {
  const { store } = call.instance;
  const ticket = [...store.signInTokens.values()].find(({ token }) => token === call.form.get("ticket"));
  const user = ticket && store.users.get(ticket.userId);
  if (!ticket || !user || ticket.status !== "pending" || ticket.expiresAt < Date.now()) {
    throw new ClerkRefusal(422, "ticket_invalid_code", "The ticket is invalid or was used.", { param: "ticket" });
  }
  ticket.status = "accepted";
  ticket.updatedAt = Date.now();
  const attempted = { signIn: begin(call, user), user };
  attempted.signIn.firstFactor = "ticket";
  complete(call, attempted);
  return attempted;
}

function complete(call: Call, { signIn, user }: Attempted): void {
  const client = ensureClient(call);
  const session = openSession(call.instance, client, user, signIn.secondFactor !== null);
  signIn.status = "complete";
  signIn.sessionId = session.id;
  client.signInId = null;
  client.lastStrategy = signIn.firstFactor;
}

function requireSignIn(call: Call): Attempted {
  const signIn = call.instance.store.signIns.get(call.exchange.params.signInId ?? "");
  const user = signIn && call.instance.store.users.get(signIn.userId);
  if (!signIn || !user || signIn.clientId !== call.client?.id) throw notFound("The sign-in");
  return { signIn, user };
}

function progress(call: Call, { signIn, user }: Attempted) {
  return changed(call, signInJson(signIn, user));
}
