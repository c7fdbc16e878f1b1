import type { ReactNode } from "react";
import { Mark, type MarkName } from "./mark";

type BlankProps = {
  /** `ok` where nothing is wrong, `unknown` where there is nothing to judge yet; an icon instead where no state fits. */
  mark?: MarkName;
  icon?: ReactNode;
  title: ReactNode;
  /** What would be here, since when it is empty, how to try it. */
  children?: ReactNode;
  actions?: ReactNode;
  level?: 1 | 2 | 3;
};

/** The empty state, and the frame that the other designed states share. */
export function Blank({ mark = "ok", icon, title, children, actions, level = 3 }: BlankProps) {
  const Heading = `h${level}` as const;
  return (
    <div className="blank">
      {icon ?? <Mark name={mark} />}
      <div>
        <Heading>{title}</Heading>
        {children === undefined ? null : <div className="words">{children}</div>}
        {actions === undefined ? null : <div className="acts">{actions}</div>}
      </div>
    </div>
  );
}
