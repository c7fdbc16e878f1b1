import type { ReactNode } from "react";
import { Mark, type PostName } from "../ui/mark";

type GateProps = { at: PostName; title: ReactNode; beside?: ReactNode; children?: ReactNode };

/** One of the six gates on the spine, always drawn, so that nobody wonders what comes next. */
export function Gate({ at, title, beside, children }: GateProps) {
  return (
    <li className={`gate ${at}`} aria-current={at === "here" ? "step" : undefined}>
      <div className="post">
        <Mark name={at} />
      </div>
      <div className="work">
        <h3>
          {title}
          {beside === undefined ? null : <span className="right">{beside}</span>}
        </h3>
        {children}
      </div>
    </li>
  );
}
