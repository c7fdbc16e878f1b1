import type { OperationName } from "@/lib/access/policy";
import type { Role } from "@/lib/access/roles";
import { aToken, heldToken } from "./api-tokens";
import { playedBy } from "./cast";
import { newColleagues } from "./colleagues";
import { personIdOf } from "./enrolments";
import type { Query } from "./reviews";
import { aContact, anApp, keptApp, keptContact } from "./settings";

type Names = Extract<
  OperationName,
  `api-token.${string}` | `app.${string}` | `channel.${string}` | `contact.${string}`
>;

/** Inputs that would do, for what admins set of apps, channels, contacts and tokens. */
export const settingInputs = (query: Query): Record<Names, (role: Role) => unknown> => ({
  "api-token.create": () => colleague(query).then((person) => ({ person, ...aToken() })),
  "api-token.revoke": async (role) => {
    const { id } = await heldToken(query, await personIdOf(query, playedBy[role]));
    return { id };
  },
  "app.add": () => anApp(),
  "app.change": () => keptApp(query).then((app) => ({ ...app, version: 1, name: "Another name" })),
  "app.remove": () => keptApp(query).then(({ id }) => ({ id, version: 1 })),
  "app.seed": () => ({}),
  "channel.route": () => ({ channel: "webhook", urgencies: ["page", "tell"], exceptKinds: [], language: "en" }),
  "channel.test": () => ({ channel: "webhook" }),
  "contact.add": () => aContact(),
  "contact.change": () => keptContact(query).then((id) => ({ id, version: 1, ...aContact(), name: "Another name" })),
  "contact.remove": () => keptContact(query).then((id) => ({ id, version: 1 })),
  "contact.verify": () => keptContact(query).then((id) => ({ id, version: 1 })),
});

const colleague = async (query: Query): Promise<string> => (await newColleagues(query, ["responder"]))[0] ?? "";
