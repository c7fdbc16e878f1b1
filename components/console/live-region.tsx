"use client";

import { useSyncExternalStore } from "react";
import { type Announcement, latestAnnouncement, onAnnouncement } from "../ui/announce";

const silence: Announcement = { words: "", urgency: "polite", turn: 0 };

/** The page's one voice for screen readers; `announce()` speaks through it. Mounted once by the shell. */
export function LiveRegion() {
  const { words, urgency, turn } = useSyncExternalStore(onAnnouncement, latestAnnouncement, () => silence);
  // The key makes the same words twice two events. A dialog silences all but what says aria-live itself.
  return (
    <>
      <div className="sr" role="status" aria-live="polite">
        {urgency === "polite" ? <span key={turn}>{words}</span> : null}
      </div>
      <div className="sr" role="alert" aria-live="assertive">
        {urgency === "assertive" ? <span key={turn}>{words}</span> : null}
      </div>
    </>
  );
}
