"use client";

import { usePathname } from "next/navigation";
import { Fragment, useEffect, useSyncExternalStore } from "react";
import { closeSheet, dropSheets, keptSheets, onSheets } from "./kept-sheets";

const none: ReturnType<typeof keptSheets> = [];

/** Where sheets stand that outlive their buttons: once in the frame. They go with the page that they were opened on. */
export function SheetRegion() {
  const page = usePathname();
  const sheets = useSyncExternalStore(onSheets, keptSheets, () => none);
  useEffect(() => dropSheets, [page]);
  return sheets.map(({ key, open, draw }) => (
    <Fragment key={key}>{draw({ open, onClose: () => closeSheet(key) })}</Fragment>
  ));
}
