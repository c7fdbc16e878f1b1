import Link from "next/link";
import { useTranslations } from "next-intl";
import { Fragment } from "react";
import { inert } from "@/lib/core/text";
import type { IdentityLink, Merged, Part } from "@/lib/customers/shapes";
import { Blank } from "../ui/blank";
import { Fact, Facts } from "../ui/facts";
import { Section } from "../ui/section";
import { State } from "../ui/state";
import { type Column, Table } from "../ui/table";
import { Time } from "../ui/time";
import { PartMissing } from "./part-missing";

/** Into whom somebody was merged, who was merged into them, and the links that say so. */
export function LinksPart({ part, now }: { part: Part<Merged | null>; now: string }) {
  const t = useTranslations("customers.linksPart");
  return (
    <Section title={t("section")}>
      {!part.ok ? (
        <PartMissing part="links" trouble={part.trouble} />
      ) : part.value === null || part.value.links.length === 0 ? (
        <Blank mark="unknown" title={t("none.title")}>
          {t("none.words")}
        </Blank>
      ) : (
        <MergedWords merged={part.value} now={now} />
      )}
    </Section>
  );
}

function MergedWords({ merged: { chain, absorbed, links }, now }: { merged: Merged; now: string }) {
  const t = useTranslations("customers.linksPart");
  const causes = useTranslations("customers.cause");
  const { trouble } = chain;
  return (
    <>
      <Facts>
        <Fact term={t("chain")}>
          {chain.ids.length > 1 ? <Ids ids={chain.ids} between=" → " /> : t("alone")}{" "}
          {trouble === null ? null : (
            <State name={trouble === "differs" ? "degraded" : "down"}>
              {causes(`canonical_${trouble === "two_canonicals" ? "two" : trouble}.title`)}
            </State>
          )}
        </Fact>
        <Fact term={t("absorbed")}>{absorbed.length > 0 ? <Ids ids={absorbed} between=", " /> : null}</Fact>
      </Facts>
      <LinkTable links={links} now={now} />
    </>
  );
}

/** In a ring the first one comes again at the end. */
function Ids({ ids, between }: { ids: readonly string[]; between: string }) {
  return ids.map((id, place) => (
    <Fragment key={`${place} ${id}`}>
      {place > 0 ? between : null}
      <PersonLink id={id} />
    </Fragment>
  ));
}

const PersonLink = ({ id }: { id: string }) => (
  <Link prefetch={false} href={`/people/${id}`} className="mono">
    {id}
  </Link>
);

function LinkTable({ links, now }: { links: readonly IdentityLink[]; now: string }) {
  const t = useTranslations("customers.linksPart");
  const stateWords = (state: string): string =>
    state === "confirmed" || state === "pending" ? t(`states.${state}`) : inert(state);
  const columns: Column<IdentityLink>[] = [
    { key: "id", head: t("link"), width: "92px", cell: ({ id }) => <span className="mono">{id}</span> },
    { key: "from", head: t("from"), cell: ({ sourceUserId }) => <PersonLink id={sourceUserId} /> },
    { key: "to", head: t("to"), cell: ({ canonicalUserId }) => <PersonLink id={canonicalUserId} /> },
    {
      key: "made",
      head: t("made"),
      width: "190px",
      onlyWide: true,
      cell: ({ createdAt }) => <Time at={createdAt} now={now} shape="list" />,
    },
    {
      key: "state",
      head: t("state"),
      width: "130px",
      cell: ({ state }) => <State name={state === "confirmed" ? "ok" : "unknown"}>{stateWords(state)}</State>,
    },
  ];
  return <Table caption={t("section")} columns={columns} rows={links} rowKey={({ id }) => id} />;
}
