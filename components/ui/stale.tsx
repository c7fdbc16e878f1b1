import type { ReactNode } from "react";
import { Blank } from "./blank";

/** The last known value, its age in the title, and since when its source is silent. Grey until it answers again. */
export function Stale(props: { title: ReactNode; children: ReactNode }) {
  return <Blank mark="stale" {...props} />;
}
