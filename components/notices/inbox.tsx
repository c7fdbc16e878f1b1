"use client";

import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { type ReactNode, useEffect } from "react";
import type { NoticeLine } from "@/lib/notices/shapes";
import { useShell } from "../console/live-frame";
import { Button } from "../ui/button";
import { NoticeList } from "./notice-list";
import { useReading } from "./use-reading";

type InboxProps = {
  lines: readonly NoticeLine[];
  now: string;
  unread: number;
  /** What stands there while there is none. */
  children: ReactNode;
};

/** The page of one's notices. A new one draws the page anew: the frame's count says that there is one. */
export function Inbox({ lines, now, unread, children }: InboxProps) {
  const t = useTranslations("notices");
  const router = useRouter();
  const { view } = useShell();
  const { busy, read } = useReading();
  useEffect(() => {
    if (view.unread !== unread) router.refresh();
  }, [view.unread, unread, router]);
  const shown = lines.filter((line) => !line.read).map(({ id }) => id);
  return (
    <>
      {shown.length > 0 ? (
        <div className="mark-all">
          <Button busy={busy} onClick={() => read(shown)}>
            {t("markAll")}
          </Button>
        </div>
      ) : null}
      {lines.length > 0 ? (
        <NoticeList lines={lines} now={now} onFollow={(line) => (line.read ? undefined : read([line.id]))} />
      ) : (
        children
      )}
    </>
  );
}
