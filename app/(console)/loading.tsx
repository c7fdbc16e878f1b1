import { Page } from "@/components/console/page";
import { Skeleton } from "@/components/ui/skeleton";

export default function Loading() {
  return (
    <Page>
      <Skeleton rows={10} />
    </Page>
  );
}
