"use client";

import { useTranslations } from "next-intl";
import { type ReactNode, useId } from "react";
import { Button } from "../ui/button";
import { Risk } from "../ui/risk";
import { Sheet } from "../ui/sheet";
import { Why } from "../ui/why";

type Props = {
  /** Its name, as it is shown. */
  operation: string;
  title: string;
  nothingYet: string;
  /** The words of the button that shows what it would do. */
  look: string;
  onClose: () => void;
  onLook: () => void;
  children: ReactNode;
};

/** How a grave act is meant, before it is looked at. Nothing is asked for yet. */
export function WishForm({ operation, title, nothingYet, look, onClose, onLook, children }: Props) {
  const common = useTranslations("common");
  const form = useId();
  return (
    <Sheet
      open
      onClose={onClose}
      title={title}
      above={
        <>
          <Risk name="grave" /> <code>{operation}</code>
        </>
      }
      footer={
        <>
          <Why>{nothingYet}</Why>
          <Button onClick={onClose}>{common("close")}</Button>
          <Button type="submit" form={form} variant="primary">
            {look}
          </Button>
        </>
      }
    >
      <form
        id={form}
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          onLook();
        }}
      >
        {children}
      </form>
    </Sheet>
  );
}
