"use client";

import { useRouter } from "next/navigation";
import { type ComponentProps, type ReactNode, useCallback, useState } from "react";
import { Button } from "../ui/button";
import { OperationSheet } from "./operation-sheet";

type FormProps<Wish> = { onClose: () => void; onWish: (wish: Wish) => void };

type Props<Wish> = Pick<ComponentProps<typeof OperationSheet>, "operation" | "verb" | "title"> & {
  /** The words of the button. */
  children: ReactNode;
  /** Draws the form that asks how it is meant. */
  ask: (props: FormProps<Wish>) => ReactNode;
  button?: Pick<ComponentProps<typeof Button>, "size" | "why" | "aria-label">;
};

/** Asks how a grave act is meant, and then for it, through the gates of every grave act. */
export function WishButton<Wish extends object>({ operation, verb, title, children, ask, button }: Props<Wish>) {
  const router = useRouter();
  const [asking, setAsking] = useState(false);
  const [wish, setWish] = useState<Wish | null>(null);
  const onDone = useCallback(() => undefined, []);
  const onClose = (): void => {
    setAsking(false);
    setWish(null);
    router.refresh();
  };
  return (
    <>
      <Button {...button} gates="grave" onClick={() => setAsking(true)}>
        {children}
      </Button>
      {asking && wish === null ? ask({ onClose, onWish: setWish }) : null}
      {wish === null ? null : (
        <OperationSheet
          operation={operation}
          input={wish}
          risk="grave"
          verb={verb}
          title={title}
          open
          onClose={onClose}
          onDone={onDone}
        />
      )}
    </>
  );
}
