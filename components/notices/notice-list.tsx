"use client";

import { clsx } from "clsx";
import Link from "next/link";
import { useTranslations } from "next-intl";
import type { NoticeLine } from "@/lib/notices/shapes";
import { Time } from "../ui/time";
import { useNoticeWords } from "./use-notice-words";

type Props = { lines: readonly NoticeLine[]; now: string; onFollow: (line: NoticeLine) => void };

/** Notices, newest first. Following one marks it as read. */
export function NoticeList({ lines, now, onFollow }: Props) {
  const t = useTranslations("notices");
  const say = useNoticeWords();
  return (
    <ul className="notices">
      {lines.map((line) => (
        <li key={line.id} className={clsx(!line.read && "unread", line.settled && "settled")}>
          <Link prefetch={false} href={line.href} onClick={() => onFollow(line)}>
            {say(line)}
          </Link>
          <div className="small quiet facts-line">
            {line.read ? null : <b className="strong">{t("unread")}</b>}
            {line.settled ? <span>{t("settled")}</span> : null}
            {line.urgency === "page" && !line.settled ? <span>{t("urgency.page")}</span> : null}
            <Time at={line.postedAt} now={now} shape="list" />
          </div>
        </li>
      ))}
    </ul>
  );
}
