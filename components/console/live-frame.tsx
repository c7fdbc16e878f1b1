"use client";

import Link from "next/link";
import { useFormatter, useTranslations } from "next-intl";
import { createContext, type ReactNode, useContext, useMemo, useState, useSyncExternalStore } from "react";
import type { ShellView } from "@/lib/live/shapes";
import { GrantOver } from "../bypass/grant-over";
import { clockText } from "../ui/instant";
import { Banner } from "./banner";
import { NewVersionNote } from "./new-version-note";
import { useLive } from "./use-live";

const pollMs = 4_000;

/** Somebody who reads this page by a break-glass opening, and not through Clerk. */
export type Holder = { grantId: string };

type Frame = { view: ShellView; trouble: string | null; holder: Holder | null; outdated: boolean };
const ShellContext = createContext<Frame | null>(null);

/** Keeps the frame's figures fresh for everything inside it. */
export function LiveFrame(props: { initial: ShellView; holder: Holder | null; children: ReactNode }) {
  const { data, trouble } = useLive<ShellView>("shell", {}, props.initial, useArrived() ? pollMs : null);
  const outdated = useOutdated(props.initial.build, data.build);
  const { holder, children } = props;
  const value = useMemo(() => ({ view: data, trouble, holder, outdated }), [data, trouble, holder, outdated]);
  return <ShellContext value={value}>{children}</ShellContext>;
}

const onArrival = (tell: () => void): (() => void) => {
  window.addEventListener("load", tell);
  return () => window.removeEventListener("load", tell);
};

/**
 * Whether the whole page has come. News for the frame before that would have React draw a page anew that is still arriving, and leave a
 * hidden copy of it behind.
 */
const useArrived = (): boolean =>
  useSyncExternalStore(
    onArrival,
    () => document.readyState === "complete",
    () => false,
  );

/**
 * Whether another build than the one that drew this page has answered it. It stays so: while a deploy goes on, old and new answer in turn.
 */
function useOutdated(drawnBy: string, answeredBy: string): boolean {
  const [first] = useState(drawnBy);
  const [outdated, tell] = useState(false);
  if (!outdated && answeredBy !== first) tell(true);
  return outdated;
}

/** A quiet line below everything that is wrong. */
export function OutdatedNote() {
  return useShell().outdated ? <NewVersionNote onReload={() => window.location.reload()} /> : null;
}

/** The frame's figures. Only inside {@link LiveFrame}. */
export function useShell(): Frame {
  const shell = useContext(ShellContext);
  if (!shell) throw new Error("useShell outside LiveFrame");
  return shell;
}

/** Whether the opening by which this page was read has ended. Without its cookie a browser is a stranger to Clerk, and told so. */
export const isGrantOver = ({ trouble, holder }: Pick<Frame, "trouble" | "holder">): boolean =>
  holder !== null && ["grant_ended", "grant_foreign", "not_signed_in", "clerk_unreachable"].includes(trouble ?? "");

/** What everybody must know before anything else: which of the things that this console stands on does not answer. */
export function TroubleBanner() {
  const t = useTranslations("shell");
  const { view, trouble, holder } = useShell();
  if (isGrantOver({ trouble, holder })) return <GrantOver />;
  const clerkDown = holder === null && (!view.clerkAnswers || trouble === "clerk_unreachable");
  const databaseDown = trouble === "console_database_unreachable";
  if (databaseDown)
    return (
      <Banner kind="down" lead={t("databaseDown.lead")} acts={<LostLink />}>
        {t("databaseDown.words")}
      </Banner>
    );
  if (clerkDown) return <ClerkDown since={view.clerkFailingSince} />;
  if (trouble === "not_signed_in")
    return (
      <Banner kind="degraded" lead={t("signedOut.lead")}>
        {t("signedOut.words")}
      </Banner>
    );
  if (trouble === "unreachable")
    return (
      <Banner kind="degraded" lead={t("unreachable.lead")}>
        {t("unreachable.words")}
      </Banner>
    );
  if (view.dead === null)
    return (
      <Banner kind="degraded" lead={t("identityDatabaseDown.lead")}>
        {t("identityDatabaseDown.words")}
      </Banner>
    );
  if (!view.workerAlive)
    return (
      <Banner kind="degraded" lead={t("workerSilent.lead")}>
        {t("workerSilent.words")}
      </Banner>
    );
  if (view.channels.down.length > 0) return <ChannelsDown />;
  return view.breakGlassArmed ? null : <Unarmed />;
}

/** With our database away nothing opens: what is left is outside of this console. */
function LostLink() {
  const t = useTranslations("states.failure");
  return (
    <Link prefetch={false} href="/console-lost">
      {t("lost")}
    </Link>
  );
}

/** The first seconds are ours alone; since when, the worker's samples say. */
function ClerkDown({ since }: { since: string | null }) {
  const t = useTranslations("shell.clerkDown");
  const words = since === null ? null : t("since", { time: clockText(Date.parse(since), "UTC") });
  const acts = (
    <>
      {words}
      <Link prefetch={false} href="/break-glass">
        {t("breakGlass")}
      </Link>
    </>
  );
  return (
    <Banner kind="down" lead={t("lead")} acts={acts}>
      {t("words")}
    </Banner>
  );
}

/** Nothing is wrong yet. When Clerk dies, it will be too late to mend. */
function Unarmed() {
  const t = useTranslations("readiness.banner");
  return (
    <Banner kind="down" quiet lead={t("lead")} acts={<Link href="/bypass">{t("act")}</Link>}>
      {t("words")}
    </Banner>
  );
}

/** Nobody may believe that somebody else was told. */
function ChannelsDown() {
  const [t, name, format] = [useTranslations("shell.channelsDown"), useTranslations("channels.name"), useFormatter()];
  const { down, unsent } = useShell().view.channels;
  return (
    <Banner
      kind="degraded"
      lead={t("lead", { channels: format.list(down.map((channel) => name(channel))) })}
      acts={<Link href="/settings/channels">{t("open")}</Link>}
    >
      {t("words", { count: unsent })}
    </Banner>
  );
}
