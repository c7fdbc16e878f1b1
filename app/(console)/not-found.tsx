import { NothingHere } from "@/components/console/nothing-here";
import { Page } from "@/components/console/page";

/** A thing that is not there, inside the frame. */
export default function NotFound() {
  return (
    <Page>
      <NothingHere />
    </Page>
  );
}
