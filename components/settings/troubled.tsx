"use client";

import type { Refusal } from "@/lib/core/errors";
import { RefusalNote } from "../operation/refusal-note";

/** A part of the settings that can't be read now, in place: the tabs stay. */
export function Troubled({ refusal }: { refusal: Refusal }) {
  return <RefusalNote refusal={refusal} />;
}
