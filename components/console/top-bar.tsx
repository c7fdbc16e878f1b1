import type { ReactNode } from "react";
import type { Instant } from "../ui/instant";
import { Clock } from "./clock";
import { HomeLink } from "./home-link";
import { LastProof } from "./last-proof";
import type { NavGroup } from "./nav";
import { PersonCard, type ShownPerson } from "./person-card";
import { PersonMenu } from "./person-menu";
import { PhoneMenu } from "./phone-menu";

type TopBarProps = {
  now: Instant;
  zone: string;
  person: ShownPerson;
  /** When this session last proved a second factor; null when never, undefined where no session is behind it. */
  provedAt: Instant | null | undefined;
  /** For the menu on a phone, the same as the rail's. */
  groups: readonly NavGroup[];
  home: string;
  /** Where the reader is, or how to get elsewhere. */
  place?: ReactNode;
  /** Notices that wait. */
  bell?: ReactNode;
  preferences?: ReactNode;
  acts?: ReactNode;
};

/** Time, person and last proof; on a phone the brand and a menu that reaches everything else. */
export function TopBar({ now, zone, person, provedAt, groups, home, place, bell, preferences, acts }: TopBarProps) {
  return (
    <header className="top-bar">
      <HomeLink href={home} />
      <div className="place">{place}</div>
      <Clock now={now} zone={zone} />
      {bell}
      <div className="who-holder">
        <PersonMenu person={person} preferences={preferences} acts={acts} />
      </div>
      {provedAt === undefined ? null : <LastProof at={provedAt} now={now} />}
      <PhoneMenu groups={groups}>
        <div className="phone-person">
          <Clock now={now} zone={zone} />
          {provedAt === undefined ? null : <LastProof at={provedAt} now={now} />}
          <PersonCard person={person} preferences={preferences} acts={acts} />
        </div>
      </PhoneMenu>
    </header>
  );
}
