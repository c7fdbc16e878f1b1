import type { DeliveryState } from "@/lib/deliveries/shapes";
import type { StateName } from "../ui/mark";

/** The shape of each state of a delivery. */
export const stateMarks: Record<DeliveryState, StateName> = { dead: "down", pending: "moving", delivered: "ok" };
