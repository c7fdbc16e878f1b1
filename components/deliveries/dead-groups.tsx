import Link from "next/link";
import { useTranslations } from "next-intl";
import { addressOfGroup } from "@/lib/deliveries/rules/dead-groups";
import type { DeadGroup, DeliveryFilter, Snapshot, Told } from "@/lib/deliveries/shapes";
import { Age } from "../ui/age";
import { Blank } from "../ui/blank";
import { Section } from "../ui/section";
import { addressOf } from "./address";
import { DeadGroupTable } from "./dead-group-table";

type Props = { snapshot: Snapshot<Told<DeadGroup>[]>; filter: DeliveryFilter; now: string };

const mostShown = 10;

/** The dead by what they died of, most first: each group is a link to its rows. */
export function DeadGroups({ snapshot: { value, readAt, slow }, filter, now }: Props) {
  const t = useTranslations("deliveries.groups");
  if (value === null) {
    return (
      <Section title={t("title")}>
        <Blank mark="stale" title={t("tooSlowTitle")}>
          {t("tooSlowWords")}
        </Blank>
      </Section>
    );
  }
  const isChosen = (group: DeadGroup): boolean => {
    const { app, event, q } = addressOfGroup(group);
    return filter.state === "dead" && filter.app === app && filter.event === event && filter.q === q;
  };
  const own = filter.app ? value.filter(({ relyingParty }) => relyingParty.id === filter.app) : value;
  const shown = filter.groups ? own : own.filter((group, place) => place < mostShown || isChosen(group));
  return (
    <Section
      title={t("title")}
      aside={
        <>
          {t("count", { count: own.length })}{" "}
          {slow ? (
            <>
              · {t("asOf")} <Age at={readAt} now={now} />{" "}
            </>
          ) : null}
          {own.some(({ atLeast }) => atLeast) ? (
            <Link prefetch={false} href={addressOf({ ...filter, exact: "1" })}>
              {t("exactly")}
            </Link>
          ) : null}
        </>
      }
    >
      <DeadGroupTable
        groups={shown}
        isChosen={isChosen}
        now={now}
        foot={
          <>
            {t("sorted")}{" "}
            {own.length > shown.length ? (
              <Link prefetch={false} href={addressOf({ ...filter, groups: "all" })}>
                {t("all", { count: own.length })}
              </Link>
            ) : null}
          </>
        }
        empty={<Blank title={t("none")} />}
      />
    </Section>
  );
}
