"use client";

import { useTranslations } from "next-intl";
import { parseAsArrayOf, parseAsString, useQueryState } from "nuqs";
import { inert } from "@/lib/core/text";
import type { RoleName, Standing } from "@/lib/people/shapes";
import { State } from "../ui/state";
import { type Column, Table } from "../ui/table";
import { Time } from "../ui/time";
import { LockOutButton } from "./lock-out-button";
import { RoleChange } from "./role-change";

type Props = { people: readonly Standing[]; ownId: string; mayChange: boolean; now: string };

/** Everybody, what each may be and from where; and for admins, how to change it. */
export function PeopleTable({ people, ownId, mayChange, now }: Props) {
  const [t, common] = [useTranslations("people"), useTranslations("common")];
  const [chosen, choose] = useQueryState("chosen", parseAsArrayOf(parseAsString).withDefault([]));
  const known = people.filter(({ id }) => chosen.includes(id));
  const say = (roles: readonly RoleName[]): string => roles.map((role) => common(`role.${role}`)).join(", ");
  const toggle = (id: string): void =>
    void choose(chosen.includes(id) ? chosen.filter((each) => each !== id) : [...chosen, id]);
  const columns: Column<Standing>[] = [
    {
      key: "name",
      head: t("column.name"),
      cell: ({ id, name, email }) => (
        <>
          {mayChange ? (
            <label className="pick">
              <input type="checkbox" checked={chosen.includes(id)} onChange={() => toggle(id)} /> {inert(name)}
            </label>
          ) : (
            inert(name)
          )}
          <span className="sub">{inert(email)}</span>
        </>
      ),
    },
    { key: "clerk", head: t("column.clerk"), width: "110px", cell: ({ clerk }) => say(clerk) },
    { key: "grants", head: t("column.grants"), width: "110px", cell: ({ grants }) => say(grants) },
    { key: "blocks", head: t("column.blocks"), width: "130px", cell: ({ blocks }) => say(blocks) },
    {
      key: "roles",
      head: t("column.roles"),
      width: "150px",
      cell: ({ roles, member }) =>
        roles.length > 0 ? (
          <State name="ok">{say(roles)}</State>
        ) : (
          <State name="stale">{t(member ? "state.none" : "state.left")}</State>
        ),
    },
    {
      key: "seen",
      head: t("column.seen"),
      width: "170px",
      onlyWide: true,
      cell: ({ seenAt }) => seenAt && <Time at={seenAt} now={now} shape="list" />,
    },
    ...(mayChange
      ? [
          {
            key: "act",
            head: t("column.act"),
            width: "130px",
            cell: (person: Standing) => <LockOutButton person={person} own={person.id === ownId} />,
          },
        ]
      : []),
  ];
  return (
    <>
      <RoleChange chosen={known} mayChange={mayChange} onClear={() => void choose(null)} />
      <Table
        caption={t("title")}
        columns={columns}
        rows={people}
        rowKey={({ id }) => id}
        selected={({ id }) => chosen.includes(id)}
      />
    </>
  );
}
