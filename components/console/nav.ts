import type { IconName } from "./nav-icon";

/** One page that a person can reach from everywhere. Pages that do not exist have no entry. */
export type NavEntry = {
  href: string;
  label: string;
  icon: IconName;
  /** A live count, already written in the reader's language. */
  count?: string;
  /** The count waits for this person: bold, and a dot on the narrow rail. */
  hot?: boolean;
};

/** Groups are "now", "things" and "account"; a hairline stands between them. */
export type NavGroup = { name: string; entries: readonly NavEntry[] };

/** Whether a path belongs to an entry: the page itself or anything below it. */
export function isCurrent(pathname: string, href: string): boolean {
  return pathname === href || pathname.startsWith(`${href}/`);
}
