import { cva } from "class-variance-authority";
import { type ComponentProps, type ReactNode, useId } from "react";
import { type GatesName, Mark } from "./mark";
import { Why } from "./why";

export type ButtonLook = {
  /** Primary is ink, one to a region. Emergency is the only red button. Bare is for "later". */
  variant?: "default" | "primary" | "bare" | "emergency";
  size?: "small" | "medium" | "large";
  /** The risk of the act that the button opens. Routine acts are open and draw nothing. */
  gates?: GatesName;
  icon?: ReactNode;
};

export const buttonClass = cva("button", {
  variants: {
    variant: { default: "", primary: "primary", bare: "bare", emergency: "emergency" },
    size: { small: "small", medium: "", large: "large" },
  },
});

type ButtonProps = ButtonLook &
  Omit<ComponentProps<"button">, "disabled" | "aria-disabled" | "className"> & {
    /** Why the act is blocked, shown below. There is no `disabled`: a blocked button always says why. */
    why?: ReactNode;
    /** As `why`, where the sentence already stands elsewhere: the id of its element. */
    whyId?: string;
    /** The act was sent and has not answered: a second press does nothing. */
    busy?: boolean;
  };

/** A blocked or busy button stays focusable, keeps its name and drops its act, so that assistive technology can find it. */
export function Button(props: ButtonProps) {
  const { variant, size, gates, icon, why, whyId, busy, type = "button", onClick, children, ...rest } = props;
  const ownId = useId();
  const hasWhy = why !== undefined && why !== null && why !== false;
  const reason = hasWhy ? ownId : whyId;
  const blocked = hasWhy || whyId !== undefined || busy === true;
  const button = (
    <button
      {...rest}
      type={blocked ? "button" : type}
      onClick={blocked ? undefined : onClick}
      className={buttonClass({ variant, size })}
      aria-disabled={blocked || undefined}
      aria-busy={busy || undefined}
      aria-describedby={[rest["aria-describedby"], reason].filter(Boolean).join(" ") || undefined}
    >
      {busy ? <Mark name="moving" /> : gates && gates !== "routine" ? <Mark name={gates} /> : icon}
      {children}
    </button>
  );
  // Enter in a field would submit past a blocked button. A disabled default button stops that (HTML, implicit submission).
  const stop = blocked && type === "submit" ? <input type="submit" disabled hidden /> : null;
  if (!hasWhy && !stop) return button;
  return (
    <span className="button-with-why">
      {stop}
      {button}
      {hasWhy ? <Why id={ownId}>{why}</Why> : null}
    </span>
  );
}
