"use client";

import { X } from "lucide-react";
import { useTranslations } from "next-intl";
import { Dialog } from "radix-ui";
import { type ReactNode, type RefObject, useLayoutEffect, useRef } from "react";
import { Icon } from "./icon";

type SheetProps = {
  open: boolean;
  /** Called by Escape, the scrim and the close button. */
  onClose: () => void;
  title: ReactNode;
  /** The line above the title: risk, operation, incident. */
  above?: ReactNode;
  footer?: ReactNode;
  /** What closing means, as the name of the close button: "Close, keeps the request". */
  closeLabel?: string;
  /** Where focus goes first: the typed gate, else the first proof; never the verb. Without it, the sheet itself. */
  initialFocus?: RefObject<HTMLElement | null>;
  children: ReactNode;
};

/** A dialog at the right over a scrim, the whole screen on a phone. The page behind keeps its scroll and its selection. */
export function Sheet({ open, onClose, title, above, footer, closeLabel, initialFocus, children }: SheetProps) {
  const t = useTranslations("common");
  const sheet = useRef<HTMLDivElement>(null);
  const opener = useRef<Element | null>(null);
  // Before any effect inside may move the focus.
  useLayoutEffect(() => {
    if (open) opener.current = document.activeElement;
  }, [open]);
  return (
    <Dialog.Root open={open} onOpenChange={(next) => (next ? undefined : onClose())}>
      <Dialog.Portal>
        <Dialog.Overlay className="scrim" />
        <Dialog.Content
          ref={sheet}
          className="sheet"
          aria-describedby={undefined}
          onOpenAutoFocus={(event) => {
            event.preventDefault();
            // What knows better, such as a proof that is ready, has taken it already.
            if (sheet.current?.contains(document.activeElement)) return;
            (initialFocus?.current ?? sheet.current)?.focus();
          }}
          onCloseAutoFocus={(event) => {
            event.preventDefault();
            returnFocus(opener.current);
          }}
        >
          <header>
            {above === undefined ? null : <div className="above">{above}</div>}
            <Dialog.Title asChild>
              <h2>{title}</h2>
            </Dialog.Title>
          </header>
          <div className="body">{children}</div>
          {footer === undefined ? null : <footer>{footer}</footer>}
          <Dialog.Close className="tool close" aria-label={closeLabel ?? t("close")}>
            <Icon of={X} />
          </Dialog.Close>
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog.Root>
  );
}

/** The opener may be gone, as a row is that was delivered meanwhile: then the page's own start is the next best place. */
function returnFocus(opener: Element | null): void {
  const target = opener instanceof HTMLElement && opener.isConnected ? opener : document.getElementById("main");
  target?.focus();
}
