import type { ReactNode } from "react";

/** The page's own ground inside the shell. The inspector stands at the right, and below the content under 1200 px. */
export function Page({ inspector, children }: { inspector?: ReactNode; children: ReactNode }) {
  return (
    <div className={inspector === undefined ? "page" : "page with-inspector"}>
      <main className="main" id="main" tabIndex={-1}>
        {children}
      </main>
      {inspector}
    </div>
  );
}
