import { LockKeyhole } from "lucide-react";
import type { ReactNode } from "react";
import { Blank } from "./blank";
import { Icon } from "./icon";

type ForbiddenProps = {
  /** What the act needs: "Revealing a payload needs responder or admin". */
  title: ReactNode;
  /** What the reader is, and who can give what is missing. */
  children: ReactNode;
  actions?: ReactNode;
  level?: 1 | 2 | 3;
};

/** Not a closed door without a sign: what is needed, what you are, who can give it. */
export function Forbidden(props: ForbiddenProps) {
  return <Blank icon={<Icon of={LockKeyhole} />} {...props} />;
}
