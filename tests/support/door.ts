import { randomUUID } from "node:crypto";
import type { GrantActor } from "@/lib/access/actor";
import { identifyGrant } from "@/lib/access/grant";
import { sealGrantTicket } from "@/lib/access/grant-ticket";
import type { Opening } from "@/lib/bypass/shapes";
import { offerOpening } from "@/lib/operations/perform/offer-opening";
import { type Opened, openBypass } from "@/lib/operations/perform/open-bypass";
import { must, newRef } from "./acts";
import { enrolled, giveSheet, personIdOf, somePin } from "./enrolments";
import { forgetGrants } from "./grants";
import type { OwnConsole } from "./own-console";
import type { Held } from "./passkeys";
import { ari, jae, mina, type Person } from "./people";
import { seenOfClerk } from "./samples";

export const chrome = "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 Chrome/140.0 Safari/537.36";
export const firefox = "Mozilla/5.0 (Windows NT 10.0; rv:140.0) Gecko/20100101 Firefox/140.0";

type Who = "mina" | "jae" | "ari";

/** The door that needs no Clerk, in a console of a test's own, with three who are enrolled and have a sheet each. */
export class Door {
  readonly people: Record<Who, Person>;
  /** What nobody has used of each sheet. */
  sheets: Record<Who, string[]>;
  readonly place = { address: "198.51.100.7", agent: chrome };
  readonly #own: OwnConsole;
  readonly #printed: Record<Who, string[]>;

  private constructor(own: OwnConsole, people: Record<Who, Person>, printed: Record<Who, string[]>) {
    this.#own = own;
    this.people = people;
    this.#printed = printed;
    this.sheets = printed;
  }

  static async build(own: OwnConsole): Promise<Door> {
    const people = { mina: await mina(), jae: await jae(), ari: await ari() };
    const query = queryOf(own);
    const sheetOf = async (person: Person) => {
      await person.actor();
      return giveSheet(query, await enrolled(query, await personIdOf(query, person.email)));
    };
    const [hers, his, aris] = [await sheetOf(people.mina), await sheetOf(people.jae), await sheetOf(people.ari)];
    return new Door(own, people, { mina: hers, jae: his, ari: aris });
  }

  /** Nobody is in, every code is unspent, everybody has drilled, and Clerk has failed for a minute and a half. */
  async reset(): Promise<void> {
    await forgetGrants(this.query);
    await this.query("DELETE FROM notices WHERE kind LIKE 'bypass.%'");
    await this.query(
      "UPDATE bypass_enrolments SET drilled_at = now(), ended_at = NULL, drill_until = NULL WHERE sheet_at IS NOT NULL",
    );
    await this.query("UPDATE bypass_codes SET used_at = NULL, used_for = NULL, voided_at = NULL");
    const { mina: hers, jae: his, ari: aris } = this.#printed;
    this.sheets = { mina: [...hers], jae: [...his], ari: [...aris] };
    await seenOfClerk(this.query, [{ status: "down", from: 90, until: 0, every: 5 }]);
  }

  readonly query = async <Row>(sql: string, values: unknown[] = []): Promise<Row[]> =>
    queryOf(this.#own)<Row>(sql, values);

  /** One more code of somebody's sheet, with its PIN. */
  code(who: Who) {
    return { kind: "code", code: this.sheets[who].shift() ?? "", pin: somePin } as const;
  }

  wish(who: Who, changes: Partial<Opening> = {}): Opening {
    return {
      id: randomUUID(),
      email: this.people[who].email,
      reason: "Clerk answers nobody, EB waits.",
      incident: null,
      override: "",
      drill: false,
      factor: this.code(who),
      ...changes,
    };
  }

  open(who: Who, changes: Partial<Opening> = {}, from = this.place) {
    return openBypass(newRef(), this.wish(who, changes), from);
  }

  /** What that passkey says to what was typed. */
  async signed({ authenticator }: Held, { factor: _factor, ...typed }: Opening): Promise<Opening["factor"]> {
    const { challenge, issuedAt } = must(await offerOpening(newRef(), typed));
    return { kind: "passkey", issuedAt, response: authenticator.sign(challenge) };
  }

  ticketOf({ grantId, secret, expiresAt }: Opened): string {
    return sealGrantTicket({ grantId, secret, expiresAt }, this.#own.env.GRANT_SIGNING_KEY ?? "");
  }

  identified(opened: Opened, agent: string | null = chrome) {
    return identifyGrant({ cookie: this.ticketOf(opened), agent, place: "/deliveries", ref: newRef() });
  }

  /** @throws when the grant lets nobody in */
  async holder(opened: Opened): Promise<GrantActor> {
    const actor = await this.identified(opened);
    if (actor.kind !== "grant") throw new Error(`a visitor: ${actor.refusal.code}`);
    return actor;
  }

  grants() {
    return this.query<{ id: string; ended_because: string | null }>("SELECT id, ended_because FROM bypass_grants");
  }

  told(kind: string) {
    return this.query<{ urgency: string }>("SELECT urgency FROM notices WHERE kind = $1", [kind]);
  }

  async codesLeft(who: Who): Promise<number> {
    const [row] = await this.query<{ count: number }>(
      `SELECT count(*)::int FROM bypass_codes c
         JOIN bypass_enrolments e ON e.id = c.enrolment_id JOIN people p ON p.id = e.person_id
        WHERE p.email = $1 AND e.ended_at IS NULL AND c.used_at IS NULL AND c.voided_at IS NULL`,
      [this.people[who].email],
    );
    return row?.count ?? 0;
  }
}

const queryOf =
  ({ owner }: OwnConsole) =>
  async <Row>(sql: string, values: unknown[] = []): Promise<Row[]> =>
    (await owner.query(sql, values)).rows as Row[];
