import Link from "next/link";
import { Mark } from "../ui/mark";

/** Mark and name. With `href` it leads home. */
export function Brand({ href }: { href?: string }) {
  const inside = (
    <>
      <Mark name="brand" />
      <span className="label">Sallyport</span>
    </>
  );
  return href === undefined ? (
    <div className="masthead">{inside}</div>
  ) : (
    <Link className="masthead" href={href}>
      {inside}
    </Link>
  );
}
