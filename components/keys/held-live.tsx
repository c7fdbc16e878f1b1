"use client";

import { type ComponentProps, createContext, type ReactNode, useContext, useState } from "react";
import { useLive } from "../console/use-live";
import { SettingAct } from "../settings/setting-act";

const Hold = createContext<(open: boolean) => void>(() => undefined);

type Props<T> = {
  view: string;
  query: Readonly<Record<string, string>>;
  initial: T;
  pauseMs: number;
  children: (latest: T) => ReactNode;
};

/** A live view that rests while the sheet of one of its acts is open: what the sheet says must not be taken away with its button. */
export function HeldLive<T>({ view, query, initial, pauseMs, children }: Props<T>) {
  const [held, setHeld] = useState(false);
  const { data } = useLive<T>(view, query, initial, held ? null : pauseMs);
  return <Hold value={setHeld}>{children(data)}</Hold>;
}

/** For whatever opens a sheet inside such a view by itself. */
export const useHold = (): ((open: boolean) => void) => useContext(Hold);

/** An act inside such a view. */
export function HeldAct(act: Omit<ComponentProps<typeof SettingAct>, "onOpen">) {
  return <SettingAct {...act} onOpen={useContext(Hold)} />;
}
