"use client";

import { useEffect } from "react";

const striped =
  "data:image/svg+xml," +
  encodeURIComponent(
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32"><defs><pattern id="s" width="11" height="11" patternUnits="userSpaceOnUse" patternTransform="rotate(45)"><path d="M0 0h11v11H0z" fill="#5c1a12"/><path d="M0 0h5.5v11H0z" fill="#c3261b"/></pattern></defs><path d="M0 0h32v32H0z" fill="url(#s)"/><g fill="none" stroke="#fff" transform="translate(4 4)"><path d="M1 2.5h22M1 21.5h22" stroke-width="2.4"/><path d="M7.5 2.5v19M16.5 2.5v7.5M16.5 21.5l5-6.5" stroke-width="3"/></g></svg>`,
  );

/** Shows in the browser's own row of tabs that somebody is in without Clerk. */
export function useStripedIcon(open: boolean): void {
  useEffect(() => {
    const icon = document.querySelector<HTMLLinkElement>("link[rel=icon]");
    const calm = icon?.getAttribute("href");
    if (!open || !icon || !calm) return;
    icon.href = striped;
    return () => {
      icon.href = calm;
    };
  }, [open]);
}
