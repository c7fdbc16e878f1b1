import type { ReactNode } from "react";
import { Mark } from "./mark";

export type NoteKind = "down" | "degraded" | "ok" | "moving" | "plain";

type NoteProps = {
  kind?: NoteKind;
  /** The first words, bold. */
  lead?: ReactNode;
  actions?: ReactNode;
  /** Announce it when it appears. Assertive only for what ends the person's session or grant. */
  live?: "polite" | "assertive";
  children?: ReactNode;
};

/** A coloured edge, the shape, the sentence. */
export function Note({ kind = "plain", lead, actions, live, children }: NoteProps) {
  const role = live === "assertive" ? "alert" : live === "polite" ? "status" : undefined;
  return (
    <div className={`note ${kind}`} role={role}>
      {kind === "plain" ? <span /> : <Mark name={kind} />}
      <div>
        <p>
          {lead === undefined ? null : <b className="strong">{lead} </b>}
          {children}
        </p>
        {actions === undefined ? null : <div className="acts">{actions}</div>}
      </div>
    </div>
  );
}
