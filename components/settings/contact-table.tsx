import Link from "next/link";
import { useTranslations } from "next-intl";
import { isStale } from "@/lib/contacts/rules/stale";
import type { Contact } from "@/lib/contacts/shapes";
import { inert } from "@/lib/core/text";
import { Blank } from "../ui/blank";
import { State } from "../ui/state";
import { type Column, Table } from "../ui/table";
import { Time } from "../ui/time";

type Props = {
  contacts: readonly Contact[];
  /** Names of relying parties by id, as far as the IdP's database answers. */
  parties: Readonly<Record<string, string>>;
  linked: boolean;
  now: string;
};

/** Whom to reach, how, and when somebody last did. */
export function ContactTable({ contacts, parties, linked, now }: Props) {
  const t = useTranslations("contacts");
  const columns: Column<Contact>[] = [
    {
      key: "name",
      head: t("field.name"),
      cell: ({ id, name, organisation, relyingPartyId }) => (
        <>
          {linked ? (
            <Link prefetch={false} href={`/settings/contacts/${id}`}>
              {inert(name)}
            </Link>
          ) : (
            inert(name)
          )}
          <span className="sub">
            {[organisation, relyingPartyId && (parties[relyingPartyId] ?? relyingPartyId)]
              .flatMap((part) => (part ? [inert(part)] : []))
              .join(" · ")}
          </span>
        </>
      ),
    },
    { key: "kind", head: t("field.kind"), width: "110px", cell: ({ kind }) => t(`kind.${kind}`) },
    {
      key: "channels",
      head: t("ways"),
      cell: ({ channels }) => (
        <ul className="plain">
          {channels.map(({ kind, address }) => (
            <li key={`${kind} ${address}`}>
              <span className="quiet">{t(`channel.${kind}`)}</span> {inert(address)}
            </li>
          ))}
        </ul>
      ),
    },
    { key: "note", head: t("field.note"), onlyWide: true, cell: ({ note }) => inert(note) },
    {
      key: "verified",
      head: t("field.verified"),
      width: "230px",
      cell: ({ verifiedAt, verifiedBy }) => (
        <>
          <State name={isStale(verifiedAt, new Date(now)) ? "degraded" : "ok"}>
            {verifiedAt ? <Time at={verifiedAt} now={now} shape="list" /> : t("never")}
          </State>
          {verifiedBy ? <span className="sub">{inert(verifiedBy)}</span> : null}
        </>
      ),
    },
  ];
  return (
    <Table
      caption={t("title")}
      columns={columns}
      rows={contacts}
      rowKey={({ id }) => id}
      empty={
        <Blank mark="unknown" title={t("empty.title")}>
          {t("empty.words")}
        </Blank>
      }
    />
  );
}
