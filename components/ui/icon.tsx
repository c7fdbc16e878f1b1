import type { LucideIcon } from "lucide-react";

/** A lucide icon at the size and stroke of the look. Decorative: a word stands beside it, or its button has a label. */
export function Icon({ of: Drawing }: { of: LucideIcon }) {
  return <Drawing className="icon" aria-hidden={true} />;
}
