"use client";

import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { useEffect, useRef } from "react";
import type { FollowState } from "@/lib/deliveries/shapes";
import type { DeliveryView } from "@/lib/live/shapes";
import { useLive } from "../console/use-live";
import { announce } from "../ui/announce";
import type { StateName } from "../ui/mark";
import { Section } from "../ui/section";
import { State } from "../ui/state";
import { AttemptTable } from "./attempt-table";

const marks: Record<FollowState, StateName> = {
  queued: "moving",
  sent: "moving",
  delivered: "ok",
  dead_again: "down",
  not_picked_up: "degraded",
  changed_elsewhere: "unknown",
};

/** While a retry is on its way, somebody waits for it. */
const pauseMs = ({ follow }: DeliveryView): number => (follow !== null && follow.finalAt === null ? 1_000 : 4_000);

/** What changes by itself on a delivery's page: where a retry is, and the attempts. */
export function LiveDelivery({ id, initial, now }: { id: string; initial: DeliveryView; now: string }) {
  const t = useTranslations("deliveries");
  const router = useRouter();
  const { data } = useLive<DeliveryView>("delivery", { id }, initial, pauseMs);
  const { follow } = data;
  const words = follow ? t(`follow.${follow.state}`, { attempts: follow.attempts }) : null;
  const shown = useRef(`${initial.state} ${initial.follow?.requestId} ${initial.follow?.state}`);
  useEffect(() => {
    const latest = `${data.state} ${follow?.requestId} ${follow?.state}`;
    if (latest === shown.current) return;
    shown.current = latest;
    if (words) announce(words);
    router.refresh();
  }, [data.state, follow, words, router]);
  return (
    <>
      {follow && words ? (
        <Section title={t("follow.section")}>
          <p>
            <State name={marks[follow.state]}>{words}</State>
          </p>
        </Section>
      ) : null}
      <Section title={t("attempts.section")} aside={t("attempts.kept")}>
        <AttemptTable attempts={data.attempts} now={now} />
      </Section>
    </>
  );
}
