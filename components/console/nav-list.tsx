"use client";

import Link from "next/link";
import { usePathname } from "next/navigation";
import { useTip } from "../ui/use-tip";
import { isCurrent, type NavEntry, type NavGroup } from "./nav";
import { NavIcon } from "./nav-icon";

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
            <Place
              key={entry.href}
              entry={entry}
              current={isCurrent(pathname, entry.href)}
              tooltip={tooltips}
              onFollow={onFollow}
            />
          ))}
        </ul>
      ))}
    </div>
  );
}

type PlaceProps = { entry: NavEntry; current: boolean; tooltip: boolean; onFollow: (() => void) | undefined };

function Place({ entry, current, tooltip, onFollow }: PlaceProps) {
  const tip = useTip();
  return (
    <li>
      <Link
        href={entry.href}
        aria-current={current ? "page" : undefined}
        onClick={onFollow}
        {...(tooltip ? tip.holder : undefined)}
      >
        <NavIcon name={entry.icon} />
        <span className="label">{entry.label}</span>
        {entry.count === undefined ? null : <span className={entry.hot ? "count hot" : "count"}>{entry.count}</span>}
      </Link>
      {tooltip && tip.words ? (
        <div className="tooltip rail-only" {...tip.words}>
          {wordsOf(entry)}
        </div>
      ) : null}
    </li>
  );
}

const wordsOf = ({ label, count }: NavEntry): string => (count === undefined ? label : `${label} · ${count}`);
