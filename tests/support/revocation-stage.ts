import { randomUUID } from "node:crypto";
import type { HumanActor } from "@/lib/access/actor";
import { systemActor } from "@/lib/access/system";
import { consoleDb } from "@/lib/core/db";
import { performRoutine } from "@/lib/operations/perform/routine";
import { ClerkPace } from "@/lib/operations/sessions/clerk-pace";
import type { Place, Revoking } from "@/lib/operations/sessions/revoking";
import { stepRevocation } from "@/lib/operations/sessions/step";
import { revocationView } from "@/lib/sessions/queries/progress";
import type { RevocationView } from "@/lib/sessions/shapes";
import { beginRevocation, type NewRevocation } from "@/lib/sessions/writes/begin";
import { codeOf, newRef } from "./acts";
import { control } from "./control";
import { enterOwnConsole, type OwnConsole } from "./own-console";
import { ownerOf } from "./owner";
import { jae } from "./people";
import { revocationRequest } from "./revocations";

/** Faster than any limit: what is tried is what is done, not how long it takes. */
const asFastAsItGoes = 5_000;

type Deaths = { at?: (place: Place) => Promise<void>; callsPerSecond?: number };

/** Revocations in a console of the test's own, at the sandbox's Clerk. */
export class RevocationStage {
  readonly own: OwnConsole;
  readonly person: HumanActor;
  /** What workers were refused when they wanted to write something down. */
  readonly refused: string[] = [];

  constructor(own: OwnConsole, person: HumanActor) {
    this.own = own;
    this.person = person;
  }

  static async open(): Promise<RevocationStage> {
    const own = await enterOwnConsole();
    return new RevocationStage(own, await (await jae()).actor());
  }

  worker({ at, callsPerSecond = asFastAsItGoes }: Deaths = {}): Revoking {
    const actor = systemActor();
    return {
      actor,
      pace: new ClerkPace(),
      callsPerSecond,
      at,
      perform: async (requestId, advance) => {
        const input = { requestId, ...advance };
        const done = await performRoutine(actor, newRef(), { operation: "revocation.advance", input });
        if (!done.ok) this.refused.push(codeOf(done));
      },
    };
  }

  /** Asked for, approved and confirmed, as far as a revocation is concerned. @returns its request */
  async begun(wanted: Partial<Omit<NewRevocation, "requestId">> = {}): Promise<string> {
    const requestId = randomUUID();
    await revocationRequest(ownerOf(this.own), requestId, this.person.personId);
    const { users: usersTotal } = await control.customerSessions();
    const full = { userId: null, exceptUsers: [], begunBefore: null, usersTotal, callsPerSecond: 80, ...wanted };
    await consoleDb().$transaction(async (tx) => {
      if (!(await beginRevocation(tx, { requestId, ...full }))) throw new Error("somebody else was faster");
    });
    return requestId;
  }

  view = (id: string): Promise<RevocationView> => revocationView(this.person, id);

  /** Steps until the end, or until something says that this is enough. */
  async drive(
    worker: Revoking,
    id: string,
    enough: (view: RevocationView) => boolean = () => false,
  ): Promise<RevocationView> {
    for (let step = 0; step < 2_000; step += 1) {
      const view = await this.view(id);
      if (view.finalAt !== null || enough(view)) return view;
      await stepRevocation(worker, id);
    }
    throw new Error("it does not come to an end");
  }

  async request(id: string): Promise<{ state: string; code: string | null }> {
    const { rows } = await this.own.owner.query<{ state: string; code: string | null }>(
      "SELECT state, failure_code AS code FROM action_requests WHERE id = $1",
      [id],
    );
    return rows[0] ?? { state: "none", code: null };
  }

  async close(): Promise<void> {
    await control.clearFaults();
    await control.resetCustomers();
    await this.own.close();
  }
}
