import Link from "next/link";
import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import type { PartyQueue as Queue } from "@/lib/relying-parties/shapes";
import { Amount } from "../ui/amount";
import { Fact, Facts } from "../ui/facts";
import { Time } from "../ui/time";

type Props = { id: string; queue: Queue; linked: boolean; now: string };

/** What was given up and what waits, each with the oldest, and the way to the rows for whoever may see them. */
export function PartyQueue({ id, queue, linked, now }: Props) {
  const t = useTranslations("relyingParties.fact");
  const amount = (value: number, query: string): ReactNode =>
    linked ? (
      <Link prefetch={false} href={`/deliveries?${query}`}>
        <Amount value={value} />
      </Link>
    ) : (
      <Amount value={value} />
    );
  const { dead, oldestDeadAt, waiting, oldestWaitingAt } = queue;
  return (
    <Facts>
      <Fact term={t("dead")}>{amount(dead, `app=${id}`)}</Fact>
      <Fact term={t("oldestDead")}>{oldestDeadAt && <Time at={oldestDeadAt} now={now} />}</Fact>
      <Fact term={t("pending")}>{amount(waiting, `state=pending&app=${id}`)}</Fact>
      <Fact term={t("oldestWaiting")}>{oldestWaitingAt && <Time at={oldestWaitingAt} now={now} />}</Fact>
    </Facts>
  );
}
