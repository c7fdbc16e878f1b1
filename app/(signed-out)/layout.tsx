import type { ReactNode } from "react";
import { Brand } from "@/components/console/brand";
import { LiveRegion } from "@/components/console/live-region";

/** The first of the two doors: no rail, no counts, nothing that belongs to somebody, and nothing of Clerk's. */
export default function SignedOutLayout({ children }: { children: ReactNode }) {
  return (
    <>
      <div className="threshold">
        <header>
          <Brand />
        </header>
        <main id="main" tabIndex={-1}>
          {children}
        </main>
      </div>
      <LiveRegion />
    </>
  );
}
