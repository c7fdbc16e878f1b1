import type { PersonActor, Visitor } from "@/lib/access/actor";
import { world } from "./world";

const password = "sandbox-only";
const code = "424242";

/** Somebody at a browser of their own, signed in through Clerk's real Frontend API. */
export class Person {
  readonly #cookies = new Map<string, string>();
  readonly email: string;
  /** Every token that this browser was given. */
  readonly tokens: string[] = [];
  sessionId = "";

  private constructor(email: string) {
    this.email = email;
  }

  static async signIn(email: string): Promise<Person> {
    const person = new Person(email);
    let answer = await person.#post("/v1/client/sign_ins", { identifier: email, password, strategy: "password" });
    if (answer.status === "needs_second_factor")
      answer = await person.#post(`/v1/client/sign_ins/${answer.id}/attempt_second_factor`, { strategy: "totp", code });
    if (!answer.created_session_id) throw new Error(`${email} could not sign in: ${JSON.stringify(answer)}`);
    person.sessionId = answer.created_session_id;
    return person;
  }

  /** A new session token, as the page asks for one every minute. @param organization another one, or "" for none */
  async token(organization?: string): Promise<string> {
    const form: Record<string, string> = organization === undefined ? {} : { organization_id: organization };
    const { jwt } = await this.#post(`/v1/client/sessions/${this.sessionId}/tokens`, form);
    if (!jwt) throw new Error(`${this.email} got no token`);
    this.tokens.push(jwt);
    return jwt;
  }

  async identified(): Promise<PersonActor | Visitor> {
    // Not above: a browser's tests sign people in too, and can't open what is the server's alone.
    const { identifyToken } = await import("@/lib/access/session");
    return identifyToken(await this.token());
  }

  /** @throws when the console would not let this person in */
  async actor(): Promise<PersonActor> {
    const identified = await this.identified();
    if (identified.kind === "person") return identified;
    throw new Error(`${this.email} is a visitor: ${identified.refusal.code}`);
  }

  /** Proves the second factor again, in place, and comes back with the token that says so. */
  async freshProof(): Promise<PersonActor> {
    const verify = `/v1/client/sessions/${this.sessionId}/verify`;
    await this.#post(verify, { level: "second_factor" });
    const { status } = await this.#post(`${verify}/attempt_second_factor`, { strategy: "totp", code });
    if (status !== "complete") throw new Error(`${this.email} could not prove: ${status}`);
    return this.actor();
  }

  async #post(path: string, form: Record<string, string>): Promise<Answer> {
    const response = await fetch(`${world().env.product.CLERK_FAPI_URL}${path}`, {
      method: "POST",
      headers: {
        origin: world().consoleUrl,
        cookie: [...this.#cookies].map(([name, value]) => `${name}=${value}`).join("; "),
      },
      body: new URLSearchParams(form),
    });
    for (const line of response.headers.getSetCookie()) {
      const [, name, value] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
      if (name && value !== undefined) this.#cookies.set(name, value);
    }
    const body = (await response.json()) as Answer & { response?: Answer; errors?: unknown };
    if (!response.ok) throw new Error(`POST ${path} answered ${response.status}: ${JSON.stringify(body.errors)}`);
    return body.response ?? body;
  }
}

type Answer = { id?: string; status?: string; created_session_id?: string | null; jwt?: string };

/** The responder. */
export const mina = () => Person.signIn("mina@ops.example");
/** An admin. */
export const jae = () => Person.signIn("jae@ops.example");
/** The other admin. */
export const ari = () => Person.signIn("ari@ops.example");
/** The manager: sees counts, changes nothing. */
export const sol = () => Person.signIn("sol@ops.example");
/** Signed in, and admin of an organisation that he made himself. */
export const theo = () => Person.signIn("theo@ops.example");
/** A responder without a second factor. */
export const uma = () => Person.signIn("uma@ops.example");
