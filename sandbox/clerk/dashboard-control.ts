import { createHash } from "node:crypto";
import { Refusal } from "../kernel/refusal";
import type { Route } from "../kernel/routing";
import type { ClerkInstance } from "./instance";

const PLACE = "/clerk/managed/secret-keys";
const fingerprintOf = (key: string): string => createHash("sha256").update(key).digest("hex").slice(0, 8);

/**
 * What a person does with the customers' secret keys in Clerk's dashboard: `POST /clerk/managed/secret-keys` makes one, `DELETE
 * …/{fingerprint}` deletes one at once, `GET` lists them, newest first. `DELETE` of all of them leaves the first one, as at the start.
 */
export function dashboardControl({ secretKeys }: ClerkInstance): Route[] {
  return [
    { method: "GET", path: PLACE, answer: () => ({ status: 200, json: secretKeys.good().map(fingerprintOf) }) },
    { method: "POST", path: PLACE, answer: () => ({ status: 200, json: { secretKey: secretKeys.add() } }) },
    {
      method: "DELETE",
      path: PLACE,
      answer() {
        secretKeys.reset();
        return { status: 204 };
      },
    },
    {
      method: "DELETE",
      path: `${PLACE}/:fingerprint`,
      answer({ params: { fingerprint } }) {
        const key = secretKeys.good().find((each) => fingerprintOf(each) === fingerprint);
        if (key === undefined) throw new Refusal(404, "not_found", "There is no such secret key.");
        secretKeys.withdraw(key);
        return { status: 200, json: { deleted: fingerprint } };
      },
    },
  ];
}
