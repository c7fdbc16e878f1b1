import { giveAll, newColleagues } from "./colleagues";
import { enrolled, giveSheet, personIdOf, sheetAsk } from "./enrolments";
import { ownerOf } from "./owner";
import type { Cast, Situation } from "./situations";

type Named = "bypass.drill" | "bypass.enrol" | "bypass.inspect-readiness" | "bypass.set-sheet" | "bypass.strike";

/** Situations around who may come in without Clerk. */
export const bypassSituations: Record<Named, (cast: Cast) => Promise<Situation>> = {
  "bypass.drill": async ({ people, own }) => {
    const query = ownerOf(own);
    await giveSheet(query, await enrolled(query, await personIdOf(query, people.responder.email)), { codes: 1 });
    return { person: people.responder, input: {} };
  },

  "bypass.enrol": async ({ people, own }) => {
    const [person = ""] = await newColleagues(ownerOf(own), ["responder"]);
    return { person: people.admin, input: { person }, change: () => giveAll(ownerOf(own), [person], "manager") };
  },

  "bypass.inspect-readiness": async ({ own }) => {
    await own.owner.query("DELETE FROM bypass_inspections");
    return { person: null, input: {} };
  },

  "bypass.set-sheet": async ({ people, own }) => {
    const query = ownerOf(own);
    const id = await enrolled(query, await personIdOf(query, people.responder.email));
    const change = async () => void (await giveSheet(query, id, { codes: 1 }));
    return { person: people.responder, ...sheetAsk(), change };
  },

  "bypass.strike": async ({ people, own }) => {
    const query = ownerOf(own);
    const [person = "", another = ""] = await newColleagues(query, ["responder", "admin"]);
    const id = await enrolled(query, person);
    return { person: people.admin, input: { id }, change: async () => void (await enrolled(query, another)) };
  },
};
