import type { DeliveryFilter } from "@/lib/deliveries/shapes";

/** The address of a view: what is not said stands at its default. */
export function addressOf(filter: Partial<DeliveryFilter>): string {
  const said = Object.entries(filter).filter(
    ([name, value]) => value !== "" && value !== undefined && !(name === "state" && value === "dead"),
  );
  const query = new URLSearchParams(said).toString();
  return query === "" ? "/deliveries" : `/deliveries?${query}`;
}
