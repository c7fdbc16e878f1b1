"use client";

import { useRouter } from "next/navigation";
import { useEffect, useRef } from "react";
import type { DeployLine, DeploysView, ServiceDetail } from "@/lib/deploys/shapes";
import type { TasksView } from "@/lib/tasks/shapes";
import { useLive } from "../console/use-live";
import { useRefusal } from "../operation/use-refusal";
import { PurgeAll } from "../tasks/cache-part";
import { TasksPart } from "../tasks/live-tasks";
import { announce } from "../ui/announce";
import { DeployTable } from "./deploy-table";
import { DetailParts } from "./detail-parts";
import { LogsPart } from "./logs-part";
import { ServiceActs } from "./service-acts";
import { FollowList, ServicePart } from "./service-part";
import { ServiceTable } from "./service-table";
import { PauseNotes, SuspicionPart } from "./suspicion-part";
import { useDeployWords } from "./use-deploy-words";

type Props = {
  initial: DeploysView;
  detail: ServiceDetail;
  logs: { window: { from: string; to: string }; around: boolean } | null;
  may: boolean;
  isAdmin: boolean;
  /** One-off jobs, of the app beside which they run. */
  tasks: TasksView;
};

/** Somebody waits while something is on its way; else the host's budget is spared. @source Render: 400 reads a minute and key */
function pauseMs({ follows, deploys, service }: DeploysView): number {
  const limited = [service, deploys].find((part) => !part.ok && part.refusal.code === "host_rate_limited");
  if (limited && !limited.ok) return Math.min(60, Number(limited.refusal.facts?.retryAfterSeconds ?? 60)) * 1_000;
  const moves = follows.some(({ finalAt }) => finalAt === null) || (deploys.ok && deploys.value.some(isMoving));
  return moves ? 4_000 : 15_000;
}

const isMoving = ({ isUnderWay }: DeployLine): boolean => isUnderWay;

/** The page of deploys, kept fresh: what is suspected first, then the services, then one of them. */
export function LiveDeploys({ initial, detail, logs, may, isAdmin, tasks }: Props) {
  const router = useRouter();
  const words = useDeployWords();
  const say = useRefusal();
  const { data: view } = useLive<DeploysView>("deploys", { app: initial.app ?? "" }, initial, pauseMs);
  const [newest] = view.follows;
  const said = newest ? words.follow(newest) : "";
  const shown = useRef(said);
  useEffect(() => {
    if (shown.current === said) return;
    shown.current = said;
    announce(said);
    // Instances, events and names are not polled: they change with what was just seen to change.
    router.refresh();
  }, [said, router]);
  const nameOf = (id: string): string => view.services.find(({ app }) => app === id)?.name ?? id;
  const name = nameOf(view.app ?? "");
  return (
    <>
      <PauseNotes view={view} may={may} />
      <SuspicionPart suspicions={view.suspicions} nameOf={nameOf} now={view.now} may={may} />
      <ServiceTable view={view} />
      {view.app === null ? null : (
        <>
          <ServicePart view={view} name={name} />
          <ServiceActs view={view} name={name} may={may} />
          <FollowList view={view} />
          <DeployTable view={view} may={may} />
          {tasks.app === view.app ? (
            <TasksPart initial={tasks} may={may}>
              <PurgeAll name={name} why={isAdmin ? undefined : say({ code: "not_allowed" }).sentence} />
            </TasksPart>
          ) : null}
          {logs ? <LogsPart key={view.app} app={view.app} now={view.now} {...logs} /> : null}
          <DetailParts detail={detail} app={view.app} now={view.now} isAdmin={isAdmin} />
        </>
      )}
    </>
  );
}
