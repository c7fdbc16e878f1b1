import type { DeliverySearch } from "@/lib/deliveries/shapes";
import type { ReplayFilter } from "../shapes";

/** What a search of the dead finds, as a replay asks for it: what is not said is left out. */
export function replayFilterOf({ app, event, status, q }: Omit<DeliverySearch, "state">): ReplayFilter {
  const said = Object.entries({ app, event, status, q }).filter(([, value]) => value !== "");
  return Object.fromEntries(said) as ReplayFilter;
}
