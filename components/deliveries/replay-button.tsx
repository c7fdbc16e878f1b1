"use client";

import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { useCallback, useState } from "react";
import type { ReplayWish } from "@/lib/replays/shapes";
import { OperationSheet } from "../operation/operation-sheet";
import { Button } from "../ui/button";
import { ReplayForm } from "./replay-form";

type Props = {
  /** What is to be put back: what a search finds, or deliveries by their ids. */
  of: Pick<ReplayWish, "filter" | "ids">;
  /** What a screen reader hears, where several such buttons stand below each other. */
  label?: string;
};

/** Asks how a replay is meant, and then for it, through the gates of every grave act. */
export function ReplayButton({ of, label }: Props) {
  const names = useTranslations("operations.names.delivery.replay");
  const own = useTranslations("replays.ask");
  const router = useRouter();
  const [asking, setAsking] = useState(false);
  const [wish, setWish] = useState<ReplayWish | null>(null);
  const onDone = useCallback(() => undefined, []);
  const close = (): void => {
    setAsking(false);
    setWish(null);
    router.refresh();
  };
  return (
    <>
      <Button size="small" gates="grave" aria-label={label} onClick={() => setAsking(true)}>
        {own("verb")}
      </Button>
      {asking && wish === null ? <ReplayForm of={of} onClose={close} onWish={setWish} /> : null}
      {wish === null ? null : (
        <OperationSheet
          operation="delivery.replay"
          input={wish}
          risk="grave"
          verb={names("verb")}
          title={own("title")}
          open
          onClose={close}
          onDone={onDone}
        />
      )}
    </>
  );
}
