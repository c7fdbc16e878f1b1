"use client";

import { Search, X } from "lucide-react";
import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { Dialog } from "radix-ui";
import { type KeyboardEvent, useId, useLayoutEffect, useRef, useState } from "react";
import { longestTyped, type OwnScope } from "@/lib/command-bar/shapes";
import { Icon } from "../ui/icon";
import { BarFoot } from "./bar-foot";
import { ChoiceList } from "./choice-list";
import { askedBy } from "./key-presses";
import { useChoices } from "./use-choices";
import { useLookUp } from "./use-look-up";

/** Finds pages, acts and things by what is typed, and leads there. It runs nothing. */
export function CommandBarDialog({ scope, onClose }: { scope: OwnScope; onClose: () => void }) {
  const t = useTranslations("commandBar");
  const opener = useRef<Element | null>(null);
  // Before the dialog moves the focus.
  useLayoutEffect(() => {
    opener.current ??= document.activeElement;
  }, []);
  return (
    <Dialog.Root open onOpenChange={(open) => (open ? undefined : onClose())}>
      <Dialog.Portal>
        <Dialog.Overlay className="scrim" />
        <Dialog.Content
          className="command-bar"
          aria-describedby={undefined}
          // Escape first takes back what is being composed.
          onEscapeKeyDown={(event) => (event.isComposing ? event.preventDefault() : undefined)}
          onCloseAutoFocus={(event) => {
            event.preventDefault();
            giveBack(opener.current);
          }}
        >
          <Dialog.Title className="sr">{t("title")}</Dialog.Title>
          <Finder scope={scope} onClose={onClose} />
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog.Root>
  );
}

/** Who opened it by keys alone had the focus nowhere: the page's own start is the next best place. */
function giveBack(opener: Element | null): void {
  const kept = opener instanceof HTMLElement && opener.isConnected && opener !== document.body;
  (kept ? opener : document.getElementById("main"))?.focus();
}

function Finder({ scope, onClose }: { scope: OwnScope; onClose: () => void }) {
  const [t, close, router, id] = [useTranslations("commandBar"), useTranslations("common"), useRouter(), useId()];
  const [text, setText] = useState("");
  const [chosen, setChosen] = useState<string | null>(null);
  const found = useLookUp(text);
  const groups = useChoices(text, scope, found.things);
  const choices = groups.flatMap((group) => group.choices);
  const active = choices.find(({ key }) => key === chosen) ?? choices[0];
  const go = (href: string): void => {
    onClose();
    router.push(href);
  };
  const press = (event: KeyboardEvent): void => {
    const asked = askedBy(event.nativeEvent, active ? choices.indexOf(active) : 0, choices.length);
    if (asked === null) return;
    event.preventDefault();
    if (asked !== "go") setChosen(choices[asked]?.key ?? null);
    else if (active) go(active.href);
  };
  return (
    <>
      <div className="question">
        <Icon of={Search} />
        <input
          role="combobox"
          aria-label={t("label")}
          aria-autocomplete="list"
          aria-expanded={choices.length > 0}
          aria-controls={choices.length > 0 ? `${id}-list` : undefined}
          aria-activedescendant={active ? `${id}-${choices.indexOf(active)}` : undefined}
          placeholder={t("hint")}
          value={text}
          maxLength={longestTyped}
          autoComplete="off"
          autoCapitalize="off"
          autoCorrect="off"
          spellCheck={false}
          enterKeyHint="go"
          onChange={(event) => {
            setText(event.target.value);
            setChosen(null);
          }}
          onKeyDown={press}
        />
        <Dialog.Close className="tool" aria-label={close("close")}>
          <Icon of={X} />
        </Dialog.Close>
      </div>
      <ChoiceList id={id} groups={groups} active={active} onPoint={setChosen} onGo={go} />
      <BarFoot found={found} count={choices.length} typed={text.trim() !== ""} />
    </>
  );
}
