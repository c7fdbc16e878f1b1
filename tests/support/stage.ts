import type { Identified } from "@/lib/access/actor";
import { identifyToken } from "@/lib/access/session";
import { systemActor } from "@/lib/access/system";
import type { Result } from "@/lib/core/errors";
import type { Operation } from "@/lib/operations/define";
import { confirmRequest } from "@/lib/operations/perform/confirm";
import { decideRequest } from "@/lib/operations/perform/decide";
import { proveRequest } from "@/lib/operations/perform/prove";
import { requestOperation } from "@/lib/operations/perform/request";
import { performRoutine } from "@/lib/operations/perform/routine";
import { risks } from "@/lib/operations/risk";
import { findRequest } from "@/lib/requests/queries/find-request";
import { type Asking, must, newRef, type Ready, ready, stored } from "./acts";
import { Outbox } from "./deliveries";
import { enterOwnConsole } from "./own-console";
import { ari, jae, mina, type Person, sol, theo, uma } from "./people";
import { type Cast, type Situation, situations } from "./situations";

export type Visitors = Record<"not_signed_in" | "wrong_organisation" | "no_second_factor" | "no_role", Identified>;

/** Proved by its person: one click from running, and what they tell with it. */
type Walked = Ready & { person: Person; confided?: unknown };

/** Where any operation can be asked for by anybody, and everything that was answered is kept. */
export class Stage {
  readonly cast: Cast;
  readonly visitors: Visitors;
  /** But for proofs: those answers carry their nonce to its owner. */
  readonly answers: Result<unknown>[] = [];
  readonly nonces: string[] = [];

  private constructor(cast: Cast, visitors: Visitors) {
    this.cast = cast;
    this.visitors = visitors;
  }

  static async open(): Promise<Stage> {
    const own = await enterOwnConsole();
    const [responder, admin, manager, approver] = await Promise.all([mina(), jae(), sol(), ari()]);
    const people = { responder, admin, manager };
    for (const person of [...Object.values(people), approver]) await person.actor();
    const cast = { people, approver, worker: systemActor(), outbox: new Outbox(), own };
    const visitors = {
      not_signed_in: await identifyToken(null),
      wrong_organisation: await (await theo()).identified(),
      no_second_factor: await (await uma()).identified(),
      no_role: await withoutRole(cast),
    };
    return new Stage(cast, visitors);
  }

  situate({ name }: Operation): Promise<Situation> {
    return situations[name](this.cast);
  }

  async actorOf({ person }: Situation): Promise<Identified> {
    return person?.actor() ?? this.cast.worker;
  }

  heard<T>(result: Result<T>): Result<T> {
    this.answers.push(result);
    return result;
  }

  /** The first call by which an operation is asked for: the only one of a routine act, else the one that stores the request. */
  async ask(
    { name, risk }: Operation,
    identified: Identified,
    input: unknown,
    ref = newRef(),
  ): Promise<Result<unknown>> {
    const asking = { operation: name, input };
    const answer: Result<unknown> = risks[risk].stepUp
      ? await requestOperation(identified, ref, { ...asking, reason: "RP confirmed" })
      : await performRoutine(identified, ref, asking);
    return this.heard(answer);
  }

  async ready({ name, risk }: Operation, { person, input, confided }: Situation): Promise<Walked> {
    if (!person) throw new Error("only people prove");
    const asking = { operation: name, input };
    if (risks[risk].secondPerson) return { ...(await this.readyWithApproval(person, asking)), confided };
    const request = await ready(person, asking);
    this.nonces.push(request.nonce);
    return { ...request, person, confided };
  }

  /** Proved, and approved by the other admin. */
  async readyWithApproval(person: Person, asking: Asking): Promise<Walked> {
    const id = await stored(await person.actor(), asking);
    must(await proveRequest(await person.freshProof(), newRef(), { id }));
    await this.approve(id);
    const card = await findRequest(await person.actor(), id);
    if (!card?.nonce) throw new Error("the request is not ready");
    this.nonces.push(card.nonce);
    return { id, nonce: card.nonce, person };
  }

  /** The other admin says yes to what is stored. */
  async approve(id: string): Promise<void> {
    const { approver } = this.cast;
    const digest = (await findRequest(await approver.actor(), id))?.digest ?? "";
    const proof = { kind: "clerk" } as const;
    const yes = { id, digest, decision: "approve", reason: "", proof } as const;
    must(await decideRequest(await approver.freshProof(), newRef(), yes));
  }

  async confirm({ id, nonce, person, confided }: Walked, ref = newRef()): Promise<Result<unknown>> {
    return this.heard(await confirmRequest(await person.actor(), ref, { id, nonce, confided }));
  }

  /** Does all of it, as its person would. */
  async carryOut(operation: Operation, situation: Situation, ref: string): Promise<Result<unknown>> {
    if (risks[operation.risk].stepUp) return this.confirm(await this.ready(operation, situation), ref);
    return this.ask(operation, await this.actorOf(situation), situation.input, ref);
  }

  async close(): Promise<void> {
    await this.cast.outbox.close();
    await this.cast.own.close();
  }
}

/** The admin, for as long as our own block on the role stands. */
async function withoutRole({ own, people }: Cast): Promise<Identified> {
  await own.owner.query(
    "INSERT INTO role_blocks (id, person_id, role) SELECT gen_random_uuid(), id, 'admin' FROM people WHERE email = $1",
    [people.admin.email],
  );
  const identified = await people.admin.identified();
  await own.owner.query("UPDATE role_blocks SET ended_at = now()");
  return identified;
}
