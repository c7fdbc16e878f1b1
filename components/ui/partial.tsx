import type { ReactNode } from "react";
import { Blank } from "./blank";

/** Some of it came: how many of how many, which one is missing, and a way to ask again. */
export function Partial(props: { title: ReactNode; children: ReactNode; actions?: ReactNode }) {
  return <Blank mark="degraded" {...props} />;
}
