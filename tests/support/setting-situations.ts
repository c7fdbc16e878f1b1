import { aToken, heldToken } from "./api-tokens";
import { personIdOf } from "./enrolments";
import { ownerOf } from "./owner";
import { aContact, anApp, keptApp, keptContact, seedWith, touchSetting } from "./settings";
import type { Cast, Situation } from "./situations";

type Named =
  | `api-token.${"create" | "revoke"}`
  | `app.${"add" | "change" | "remove" | "seed"}`
  | `channel.${"route" | "test"}`
  | `contact.${"add" | "change" | "remove" | "verify"}`;

/** Moments in which what admins set of apps, channels, contacts and tokens is changed. */
export const settingSituations: Record<Named, (cast: Cast) => Promise<Situation>> = {
  "api-token.create": async ({ people, own }) => {
    const person = await personIdOf(ownerOf(own), people.responder.email);
    const change = async () => void (await heldToken(ownerOf(own), person));
    return { person: people.admin, input: { person, ...aToken() }, change };
  },

  "api-token.revoke": async ({ people, own }) => {
    const { id } = await heldToken(ownerOf(own), await personIdOf(ownerOf(own), people.responder.email));
    return { person: people.responder, input: { id } };
  },

  "app.add": async ({ people, own }) => ({
    person: people.admin,
    input: anApp(),
    change: async () => void (await keptApp(ownerOf(own))),
  }),

  "app.change": async ({ people, own }) => {
    const { id, ...app } = await keptApp(ownerOf(own));
    const change = () => touchSetting(ownerOf(own), "apps", id);
    return { person: people.admin, input: { id, version: 1, ...app, name: "Another name" }, change };
  },

  "app.remove": async ({ people, own }) => {
    const { id } = await keptApp(ownerOf(own));
    const change = () => touchSetting(ownerOf(own), "apps", id);
    return { person: people.admin, input: { id, version: 1 }, change };
  },

  "app.seed": async () => {
    seedWith(anApp());
    return { person: null, input: {} };
  },

  "channel.route": async ({ people, own }) => ({
    person: people.admin,
    input: { channel: "mail", urgencies: ["page"], exceptKinds: ["review.due"], language: "ko" },
    change: async () => {
      await own.owner.query(
        "INSERT INTO notice_routes VALUES ('mail', '{tell}', '{}', 'en') ON CONFLICT (channel) DO UPDATE SET language = 'en', urgencies = '{tell}'",
      );
    },
  }),

  "channel.test": async ({ people }) => ({ person: people.admin, input: { channel: "slack" } }),

  "contact.add": async ({ people, own }) => ({
    person: people.admin,
    input: aContact(),
    change: async () => void (await keptContact(ownerOf(own))),
  }),

  "contact.change": async ({ people, own }) => {
    const id = await keptContact(ownerOf(own));
    const change = () => touchSetting(ownerOf(own), "contacts", id);
    return { person: people.admin, input: { id, version: 1, ...aContact(), name: "Another name" }, change };
  },

  "contact.remove": async ({ people, own }) => {
    const id = await keptContact(ownerOf(own));
    const change = () => touchSetting(ownerOf(own), "contacts", id);
    return { person: people.admin, input: { id, version: 1 }, change };
  },

  "contact.verify": async ({ people, own }) => {
    const id = await keptContact(ownerOf(own));
    const change = () => touchSetting(ownerOf(own), "contacts", id);
    return { person: people.admin, input: { id, version: 1 }, change };
  },
};
