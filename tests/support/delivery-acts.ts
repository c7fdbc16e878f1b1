import type { OperationName } from "@/lib/access/policy";
import type { Role } from "@/lib/access/roles";
import { playedBy } from "./cast";
import type { Outbox, OutboxRow } from "./deliveries";
import { personIdOf } from "./enrolments";
import { ownerOf } from "./owner";
import type { Query } from "./reviews";
import type { Cast, Situation } from "./situations";

type Named =
  | `delivery.${"discard" | "mark-delivered" | "restore" | "reveal-payload"}`
  | Extract<OperationName, "relying-party.switch-off">;

/** A dead delivery whose relying party answered 409 to a key that had gone out before. */
export async function conflicting(outbox: Outbox, attempts = 3): Promise<OutboxRow> {
  const { id } = await outbox.row();
  await outbox.change(
    id,
    `last_status = 409, last_error = '409 Conflict: key already processed', attempts = ${attempts}`,
  );
  return outbox.read(id);
}

/** A dead delivery that an admin set aside. */
export async function discarded(query: Query, outbox: Outbox): Promise<OutboxRow> {
  const row = await outbox.row();
  const person = await personIdOf(query, playedBy.admin);
  await query("INSERT INTO delivery_discards (delivery_id, person_id) VALUES ($1, $2)", [row.id, person]);
  return row;
}

/** A relying party of this test's own that is switched on, and has no address to be sent to. */
export async function switchedOnParty(outbox: Outbox): Promise<string> {
  const id = await outbox.switchedOffParty();
  await outbox.switched(id, true);
  return id;
}

/** Inputs that would do, for the guarded acts on one delivery or one endpoint. */
export const deliveryInputs = (query: Query, outbox: () => Outbox): Record<Named, (role: Role) => unknown> => ({
  "delivery.discard": () => outbox().row().then(idOf),
  "delivery.mark-delivered": () => conflicting(outbox()).then(idOf),
  "delivery.restore": () => discarded(query, outbox()).then(idOf),
  "delivery.reveal-payload": () => outbox().row().then(idOf),
  "relying-party.switch-off": () => switchedOnParty(outbox()).then((id) => ({ id })),
});

const idOf = ({ id }: { id: string }) => ({ id });

/** Moments in which one delivery or one endpoint is acted upon. */
export const deliverySituations: Record<Named, (cast: Cast) => Promise<Situation>> = {
  "delivery.discard": async ({ people, outbox }) => {
    const { id } = await outbox.row();
    return { person: people.admin, input: { id }, change: () => outbox.touch(id) };
  },

  "delivery.mark-delivered": async ({ people, outbox }) => {
    const { id } = await conflicting(outbox);
    return { person: people.admin, input: { id }, change: () => outbox.touch(id) };
  },

  "delivery.restore": async ({ people, outbox, own }) => {
    const { id } = await discarded(ownerOf(own), outbox);
    const later =
      "UPDATE delivery_discards SET discarded_at = discarded_at + interval '1 second' WHERE delivery_id = $1";
    return { person: people.admin, input: { id }, change: async () => void (await ownerOf(own)(later, [id])) };
  },

  // Whoever is told of in it is nobody's secret of other tests: the answer holds it, on purpose.
  "delivery.reveal-payload": async ({ people, outbox }) => {
    const { id } = await outbox.row();
    await outbox.change(id, `payload = '{"type":"user.updated","email":"shown.once@mail.example"}'`);
    return { person: people.responder, input: { id }, change: () => outbox.touch(id) };
  },

  "relying-party.switch-off": async ({ people, outbox }) => {
    const id = await switchedOnParty(outbox);
    return { person: people.responder, input: { id }, change: () => outbox.touchParty(id) };
  },
};
