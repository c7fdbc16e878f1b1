"use client";

import { type ReactNode, useEffect, useRef } from "react";

type Props = {
  label: string;
  /** `some`: of what it stands for, a part. */
  ticked: boolean | "some";
  onTick: () => void;
  /** Words beside the box that may be pressed, too. */
  children?: ReactNode;
};

/** A tick box of the browser's own, so that every key, screen reader and forced colour knows it. The label is its name. */
export function Tick({ label, ticked, onTick, children }: Props) {
  const box = useRef<HTMLInputElement>(null);
  useEffect(() => {
    if (box.current) box.current.indeterminate = ticked === "some";
  }, [ticked]);
  return (
    <label className="tick">
      <input ref={box} type="checkbox" aria-label={label} checked={ticked === true} onChange={onTick} />
      {children}
    </label>
  );
}
