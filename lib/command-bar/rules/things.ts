import { nameOfIncident } from "@/lib/incidents/shapes";
import { isOpen } from "@/lib/requests/rules/transitions";
import type { Thing } from "../shapes";
import type { ActName } from "./places";

/** The page of a thing. */
export function addressOf(thing: Thing): string {
  switch (thing.kind) {
    case "delivery":
      return `/deliveries/${thing.id}`;
    case "relying_party":
      return `/relying-parties/${thing.id}`;
    case "kid":
      return `/keys/${encodeURIComponent(thing.kid)}`;
    case "customer":
      return `/people/${thing.id}`;
    case "incident":
      return `/incidents/${thing.number}`;
    case "request":
      return `/operations/${thing.id}`;
  }
}

/** What can be asked for on the page of a thing as it is now. */
export function actsOn(thing: Thing): ActName[] {
  switch (thing.kind) {
    case "delivery":
      return thing.state === "dead"
        ? ["delivery.retry", "delivery.annotate", "delivery.reveal-payload"]
        : ["delivery.annotate", "delivery.reveal-payload"];
    case "relying_party":
      return [thing.on ? "relying-party.switch-off" : "relying-party.switch-on"];
    case "kid":
      return thing.state === "active" ? ["key.compromise"] : [];
    case "customer":
      return thing.inTable ? ["identity.show-cache", "identity.purge-cache"] : [];
    case "incident":
      return thing.open ? ["incident.annotate", "incident.resolve"] : [];
    case "request":
      if (thing.state === "unknown") return ["request.reconcile"];
      return thing.own && isOpen(thing.state) ? ["request.withdraw"] : [];
  }
}

/** How a thing is called in the sentence of an act. */
export function subjectOf(thing: Thing): string {
  switch (thing.kind) {
    case "delivery":
    case "customer":
      return thing.id;
    case "relying_party":
      return thing.name;
    case "kid":
      return thing.kid;
    case "incident":
      return nameOfIncident(thing.number);
    case "request":
      return thing.subject;
  }
}

/** The texts by which a thing may have been looked for, as far as they are told. */
export const knownAs = (thing: Thing): string[] =>
  "id" in thing ? [thing.id, subjectOf(thing)] : [subjectOf(thing), addressOf(thing)];
