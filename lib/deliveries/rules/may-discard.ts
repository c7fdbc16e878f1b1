import { ok, type Result, refuse } from "@/lib/core/errors";
import type { Delivery } from "../shapes";

type Judged = Pick<Delivery, "id" | "state">;

/**
 * Whether a delivery may be set aside.
 * @refuses already_delivered, not_dead, delivery_discarded
 */
export function judgeDiscard({ id, state }: Judged, discarded: boolean): Result<true> {
  if (state === "delivered") return refuse("already_delivered", { id });
  if (state !== "dead") return refuse("not_dead", { id }); // guard: discards-the-dead
  return discarded ? refuse("delivery_discarded", { id }) : ok(true);
}

/**
 * Whether a delivery that was set aside may be taken back, whatever became of it meanwhile.
 * @refuses not_discarded
 */
export const judgeRestore = ({ id }: Pick<Delivery, "id">, discarded: boolean): Result<true> =>
  discarded ? ok(true) : refuse("not_discarded", { id });
