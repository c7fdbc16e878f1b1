"use client";

import dynamic from "next/dynamic";

// Only the page of a replay loads them: every other request has the same page.
export const ReplayProgress = dynamic(() => import("./replay-progress").then((part) => part.ReplayProgress));
export const ReplayRows = dynamic(() => import("./replay-rows").then((part) => part.ReplayRows));
