"use client";

import { Search } from "lucide-react";
import { useTranslations } from "next-intl";
import {
  type ComponentType,
  useCallback,
  useEffect,
  useEffectEvent,
  useRef,
  useState,
  useSyncExternalStore,
} from "react";
import type { OwnScope } from "@/lib/command-bar/shapes";
import { Icon } from "../ui/icon";
import { showToast } from "../ui/show-toast";

type Bar = ComponentType<{ scope: OwnScope; onClose: () => void }>;

/** Only whoever opens it pays for it. */
const load = async (): Promise<Bar> => (await import("../command-bar/bar")).CommandBarDialog;

/** The button of the command bar, and its keys on every page. */
export function CommandBar({ scope }: { scope: OwnScope }) {
  const t = useTranslations("commandBar");
  const [open, setOpen] = useState(false);
  const [bar, setBar] = useState<{ Dialog: Bar } | null>(null);
  const fetched = useRef<Promise<void> | null>(null);
  const prepare = useCallback((): Promise<void> => {
    fetched.current ??= load().then((Dialog) => setBar({ Dialog }));
    return fetched.current;
  }, []);
  const show = (): void => {
    setOpen(true);
    prepare().catch(() => {
      fetched.current = null;
      setOpen(false);
      showToast({ words: t("notLoaded") });
    });
  };
  useCommandKey(() => (open ? setOpen(false) : show()));
  const keys = useSyncExternalStore(never, keysHere, keysElsewhere);
  const early = (): void => void prepare().catch(() => (fetched.current = null));
  return (
    <>
      <button
        type="button"
        className="command-button"
        aria-haspopup="dialog"
        aria-keyshortcuts="Control+K Meta+K"
        onClick={show}
        onPointerEnter={early}
        onFocus={early}
      >
        <Icon of={Search} />
        <span className="words">{t("open")}</span>
        <kbd aria-hidden="true">{keys}</kbd>
      </button>
      {open && bar ? <bar.Dialog scope={scope} onClose={() => setOpen(false)} /> : null}
    </>
  );
}

/** Calls back at ⌘K and Ctrl+K, but not over a sheet: what is written there would be left behind. */
function useCommandKey(press: () => void): void {
  const onKey = useEffectEvent((event: KeyboardEvent) => {
    if (!isCommandKey(event)) return;
    event.preventDefault();
    if (document.querySelector(".sheet") === null) press();
  });
  useEffect(() => {
    const listen = (event: KeyboardEvent): void => onKey(event);
    document.addEventListener("keydown", listen);
    return () => document.removeEventListener("keydown", listen);
  }, []);
}

/** By the letter; where another script is on, by the place of its key. */
function isCommandKey({ key, code, ctrlKey, metaKey, altKey, shiftKey, isComposing }: KeyboardEvent): boolean {
  if (isComposing || ctrlKey === metaKey || altKey || shiftKey) return false;
  return /^[a-z]$/i.test(key) ? key.toLowerCase() === "k" : code === "KeyK";
}

const never = (): (() => void) => () => undefined;
const keysHere = (): string => (/Mac|iPhone|iPad/.test(navigator.platform) ? "⌘K" : keysElsewhere());
const keysElsewhere = (): string => "Ctrl K";
