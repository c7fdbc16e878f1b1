import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { SheetRegion } from "../ui/sheet-region";
import { ToastRegion } from "../ui/toast-region";
import { LiveRegion } from "./live-region";

type ShellProps = {
  /** For everybody and above everything: "Clerk does not answer", later break-glass. */
  banner?: ReactNode;
  rail: ReactNode;
  topBar: ReactNode;
  /** The verdict strip, or the full verdict. */
  verdict?: ReactNode;
  /** A `Page`. */
  children: ReactNode;
};

/** The frame of every signed-in page. */
export function Shell({ banner, rail, topBar, verdict, children }: ShellProps) {
  const t = useTranslations("shell");
  return (
    <>
      <a className="skip" href="#main">
        {t("skip")}
      </a>
      <div className="shell">
        <div className="banner-slot" role="status" aria-live="polite">
          {banner}
        </div>
        {rail}
        {topBar}
        {verdict}
        {children}
      </div>
      <SheetRegion />
      <ToastRegion />
      <LiveRegion />
    </>
  );
}
