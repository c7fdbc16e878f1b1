import { type ReactNode, useId } from "react";
import { Mark } from "./mark";

/** What a control needs to belong to its field: spread it on the input. */
export type FieldControl = {
  id: string;
  "aria-describedby": string | undefined;
  "aria-invalid": true | undefined;
};

type FieldProps = {
  label: ReactNode;
  /** A quiet word after the label, such as "optional". */
  beside?: ReactNode;
  hint?: ReactNode;
  /** What is wrong and what would be right; it replaces the hint, and the input is kept. */
  error?: ReactNode;
  children: (control: FieldControl) => ReactNode;
};

/** Label above, hint below, and an error that takes the hint's place. */
export function Field({ label, beside, hint, error, children }: FieldProps) {
  const id = useId();
  const wrong = error !== undefined && error !== null && error !== "";
  const below = wrong ? `${id}-error` : hint ? `${id}-hint` : undefined;
  return (
    <div className="field">
      <label htmlFor={id}>
        {label}
        {beside === undefined ? null : <span className="optional"> {beside}</span>}
      </label>
      {children({ id, "aria-describedby": below, "aria-invalid": wrong || undefined })}
      <div role="status" className={wrong ? "error" : undefined} id={`${id}-error`}>
        {wrong ? (
          <>
            <Mark name="down" />
            <span>{error}</span>
          </>
        ) : null}
      </div>
      {!wrong && hint ? (
        <span className="hint" id={`${id}-hint`}>
          {hint}
        </span>
      ) : null}
    </div>
  );
}
