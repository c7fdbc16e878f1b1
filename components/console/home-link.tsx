import Link from "next/link";
import { BrandWords } from "./brand";

/** Mark and name, which lead home. */
export function HomeLink({ href }: { href: string }) {
  return (
    <Link className="masthead" href={href}>
      <BrandWords />
    </Link>
  );
}
