"use client";

import dynamic from "next/dynamic";

// Only the page of a revocation loads it: every other request has the same page.
export const RevocationProgress = dynamic(() =>
  import("./revocation-progress").then((part) => part.RevocationProgress),
);
