import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { HomeLink } from "./home-link";
import type { NavGroup } from "./nav";
import { NavList } from "./nav-list";

type RailProps = {
  groups: readonly NavGroup[];
  home: string;
  /** Environment, version, state of the record: one line each. */
  foot?: ReactNode;
};

/** Navigation at the left: text and icon, icons alone below 1200 px, gone below 720 px where the menu takes over. */
export function Rail({ groups, home, foot }: RailProps) {
  const t = useTranslations("shell");
  return (
    <nav className="rail" aria-label={t("mainNavigation")}>
      <div className="hold">
        <HomeLink href={home} />
        <NavList groups={groups} tooltips />
        {foot === undefined ? null : <div className="foot">{foot}</div>}
      </div>
    </nav>
  );
}
