import { Brand } from "@/components/console/brand";
import { NothingHere } from "@/components/console/nothing-here";

/** An address that no page has. It belongs to nobody, so it has no frame. */
export default function NotFound() {
  return (
    <div className="threshold">
      <header>
        <Brand />
      </header>
      <main id="main" tabIndex={-1}>
        <NothingHere />
      </main>
    </div>
  );
}
