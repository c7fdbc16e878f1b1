"use client";

import Link from "next/link";
import { useTranslations } from "next-intl";
import type { NoticesView } from "@/lib/live/shapes";
import { useLive } from "../console/use-live";
import { Button } from "../ui/button";
import { NoticeList } from "./notice-list";
import { useReading } from "./use-reading";

/** The latest notices, fresh as long as the panel is open. */
export function BellPanel({ onLeave }: { onLeave: () => void }) {
  const t = useTranslations("notices");
  const { data: view } = useLive<NoticesView | null>("notices", {}, null, 4_000);
  const { busy, read } = useReading();
  const unread = view?.lines.filter((line) => !line.read).map(({ id }) => id) ?? [];
  return (
    <div className="bell-panel">
      <div className="head">
        <h2>{t("title")}</h2>
        {unread.length > 0 ? (
          <Button variant="bare" size="small" busy={busy} onClick={() => read(unread)}>
            {t("markAll")}
          </Button>
        ) : null}
      </div>
      {view === null ? <p className="quiet">{t("loading")}</p> : null}
      {view && view.lines.length === 0 ? <p className="quiet">{t("none")}</p> : null}
      {view ? (
        <NoticeList
          lines={view.lines}
          now={view.now}
          onFollow={(line) => {
            if (!line.read) read([line.id]);
            onLeave();
          }}
        />
      ) : null}
      <div className="foot">
        <Link href="/notices" onClick={onLeave}>
          {t("all")}
        </Link>
      </div>
    </div>
  );
}
