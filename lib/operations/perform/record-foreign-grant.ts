import "server-only";
import type { Visitor } from "@/lib/access/actor";
import { recordRefusal } from "./account";
import { tellOfForeignGrant } from "./tell-of-bypass";
import { transact } from "./transact";

/** A break-glass cookie in a browser that it was not given to: recorded, and every admin is told. */
export async function recordForeignGrant(visitor: Visitor, ref: string): Promise<void> {
  await recordRefusal(visitor, { operation: "bypass.open", ref }, visitor.refusal);
  await transact((tx) => tellOfForeignGrant(tx, { ref, personId: visitor.personId }));
}
