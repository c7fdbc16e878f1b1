"use client";

import Link from "next/link";
import { usePathname } from "next/navigation";
import { isCurrent, type NavEntry, type NavGroup } from "./nav";
import { NavIcon } from "./nav-icon";
import { NavTooltip } from "./nav-tooltip";

type NavListProps = {
  groups: readonly NavGroup[];
  /** On the narrow rail only icons show, so each gets its name as a tooltip. */
  tooltips?: boolean;
  onFollow?: () => void;
};

/** Every page that exists, in its place; the present one is marked. */
export function NavList({ groups, tooltips = false, onFollow }: NavListProps) {
  const pathname = usePathname();
  return (
    <div className="nav">
      {groups.map((group) => (
        <ul key={group.name} aria-label={group.name}>
          {group.entries.map((entry) => (
            <li key={entry.href}>
              <NavTooltip words={tooltips ? wordsOf(entry) : undefined}>
                <Link
                  href={entry.href}
                  aria-current={isCurrent(pathname, entry.href) ? "page" : undefined}
                  onClick={onFollow}
                >
                  <NavIcon name={entry.icon} />
                  <span className="label">{entry.label}</span>
                  {entry.count === undefined ? null : (
                    <span className={entry.hot ? "count hot" : "count"}>{entry.count}</span>
                  )}
                </Link>
              </NavTooltip>
            </li>
          ))}
        </ul>
      ))}
    </div>
  );
}

const wordsOf = ({ label, count }: NavEntry): string => (count === undefined ? label : `${label} · ${count}`);
