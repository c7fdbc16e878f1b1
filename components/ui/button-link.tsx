import Link from "next/link";
import type { ComponentProps } from "react";
import { type ButtonLook, buttonClass } from "./button";
import { Mark } from "./mark";

/** A link that looks like a button: it goes somewhere, it never acts. */
export function ButtonLink(props: ButtonLook & Omit<ComponentProps<typeof Link>, "className">) {
  const { variant, size, gates, icon, children, ...rest } = props;
  return (
    <Link {...rest} className={buttonClass({ variant, size })}>
      {gates && gates !== "routine" ? <Mark name={gates} /> : icon}
      {children}
    </Link>
  );
}
