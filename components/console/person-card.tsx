import { useTranslations } from "next-intl";
import type { ReactNode } from "react";

export type ShownPerson = {
  name: string;
  email?: string;
  /** Role words in the reader's language; empty means no role. */
  roles: readonly string[];
};

type PersonCardProps = {
  person: ShownPerson;
  /** Theme and language choice. */
  preferences?: ReactNode;
  /** Sign out, and links to the person's own pages. */
  acts?: ReactNode;
};

/** Who is signed in as what, how the console looks to them, and the way out. */
export function PersonCard({ person, preferences, acts }: PersonCardProps) {
  const t = useTranslations("shell.person");
  return (
    <div className="person-card">
      <div>
        <p className="strong">{person.name}</p>
        {person.email === undefined ? null : <p className="small soft">{person.email}</p>}
        <p className="small quiet">{person.roles.length > 0 ? person.roles.join(" · ") : t("noRole")}</p>
      </div>
      {preferences}
      {acts === undefined ? null : <div className="acts">{acts}</div>}
    </div>
  );
}
