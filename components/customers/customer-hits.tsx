import Link from "next/link";
import { useTranslations } from "next-intl";
import { inert } from "@/lib/core/text";
import type { CustomerHit } from "@/lib/customers/shapes";
import { Masked } from "../ui/masked";
import { State } from "../ui/state";
import { type Column, Table } from "../ui/table";

/** Whoever was found, each with where they are known: being known to one side only explains a lot. */
export function CustomerHits({ hits }: { hits: readonly CustomerHit[] }) {
  const t = useTranslations("customers");
  const columns: Column<CustomerHit>[] = [
    {
      key: "person",
      head: t("column.person"),
      cell: ({ clerkId, identityId, maskedEmail, exact }) => (
        <>
          <Link prefetch={false} href={`/people/${identityId ?? clerkId}`} className="mono">
            {inert(identityId ?? clerkId ?? "")}
          </Link>{" "}
          {maskedEmail === null ? null : <Masked>{maskedEmail}</Masked>}
          {exact ? <span className="sub">{t("search.exactly")}</span> : null}
        </>
      ),
    },
    {
      key: "clerk",
      head: t("column.clerk"),
      width: "300px",
      onlyWide: true,
      cell: ({ clerkId }) => clerkId && <span className="mono">{inert(clerkId)}</span>,
    },
    {
      key: "standing",
      head: t("column.standing"),
      width: "130px",
      onlyWide: true,
      cell: ({ atClerk, banned, locked }) =>
        atClerk && (
          <State name={banned || locked ? "down" : "ok"}>
            {t(`clerkPart.${banned ? "banned" : locked ? "locked" : "inOrder"}`)}
          </State>
        ),
    },
    {
      key: "known",
      head: t("column.known"),
      width: "220px",
      cell: (hit) => {
        const known = knownTo(hit);
        return <State name={marks[known]}>{t(`known.${known}`)}</State>;
      },
    },
  ];
  return (
    <Table
      caption={t("search.found", { count: hits.length })}
      columns={columns}
      rows={hits}
      rowKey={({ clerkId, identityId }) => `${clerkId} ${identityId}`}
    />
  );
}

const marks = {
  both: "ok",
  onlyClerk: "degraded",
  onlyIdentity: "degraded",
  clerkUnread: "unknown",
  identityUnread: "unknown",
} as const;

function knownTo({ atClerk, atIdentityProvider }: CustomerHit): keyof typeof marks {
  if (atClerk === null) return "clerkUnread";
  if (atIdentityProvider === null) return "identityUnread";
  if (atClerk && atIdentityProvider) return "both";
  return atClerk ? "onlyClerk" : "onlyIdentity";
}
