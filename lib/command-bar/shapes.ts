import { z } from "zod";
import { isStorable } from "@/lib/core/text";
import type { DeliveryState } from "@/lib/deliveries/shapes";
import type { RequestState } from "@/lib/requests/shapes";

/** Longer than any id, address or name that somebody would look for. */
export const longestTyped = 200;

/** What stands in the body of a look-up: an e-mail address in an address bar would end up in other people's logs. */
export const lookUp = z.strictObject({ typed: z.string().max(longestTyped).refine(isStorable) });

/** Something that has a page, found by what was typed. Its texts are others' words: to be made inert where they are shown. */
export type Thing =
  | { kind: "delivery"; id: string; state: DeliveryState; eventType: string; relyingParty: string }
  | { kind: "relying_party"; id: string; name: string; on: boolean }
  | { kind: "kid"; kid: string; state: string; relyingPartyId: string; relyingParty: string }
  /** `inTable`: whether the identity provider has a row of them, and so a cache entry. */
  | { kind: "customer"; id: string; inTable: boolean }
  | { kind: "incident"; number: number; title: string; open: boolean }
  | { kind: "request"; id: string; operation: string; subject: string; state: RequestState; own: boolean };

/** A place that could not be asked, so that what is missing is not taken for what is not there. `slow`: not in time. */
export type Silence = { place: "identity_provider" | "clerk"; slow: boolean };

export type Found = { things: Thing[]; silent: Silence[] };

/** What somebody may read and ask for, by the policy: reads by name, and acts with their risk. */
export type OwnScope = { reads: readonly string[]; acts: Readonly<Partial<Record<string, ActRisk>>> };

export type ActRisk = "routine" | "stop" | "guarded" | "grave" | "emergency";
