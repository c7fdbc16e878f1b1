import Link from "next/link";
import type { ReactNode } from "react";

export type Tab = { href: string; label: ReactNode; count?: ReactNode; current?: boolean };

/** Tabs are links: the chosen one lives in the URL, and Back brings it back. */
export function Tabs({ label, tabs }: { label: string; tabs: readonly Tab[] }) {
  return (
    <nav className="tabs" aria-label={label}>
      <ul>
        {tabs.map(({ href, label: name, count, current }) => (
          <li key={href}>
            <Link href={href} aria-current={current ? "page" : undefined}>
              {name}
              {count === undefined ? null : <span>{count}</span>}
            </Link>
          </li>
        ))}
      </ul>
    </nav>
  );
}
