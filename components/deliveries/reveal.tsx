"use client";

import { useTranslations } from "next-intl";
import { useCallback, useMemo, useState } from "react";
import { OperationSheet } from "../operation/operation-sheet";
import { Button } from "../ui/button";
import { Note } from "../ui/note";

type Handed = Readonly<Record<string, readonly string[]>> | undefined;

/** Shows the whole payload to who proved that they may see it, until they leave the page or hide it. */
export function Reveal({ id, relyingParty }: { id: string; relyingParty: string }) {
  const [t, names] = [
    useTranslations("deliveries.reveal"),
    useTranslations("operations.names.delivery.reveal-payload"),
  ];
  const [open, setOpen] = useState(false);
  const [payload, setPayload] = useState<string | null>(null);
  const onDone = useCallback((_succeeded: boolean, handed: Handed) => {
    if (handed?.payload?.[0] !== undefined) setPayload(handed.payload[0]);
  }, []);
  return (
    <>
      {payload === null ? (
        <p className="acts">
          <Button gates="guarded" size="small" onClick={() => setOpen(true)}>
            {names("verb")}
          </Button>
        </p>
      ) : (
        <>
          <Note
            kind="degraded"
            lead={t("shown")}
            actions={
              <Button size="small" onClick={() => setPayload(null)}>
                {t("hide")}
              </Button>
            }
          >
            {t("personal")}
          </Note>
          <pre className="payload">{payload}</pre>
        </>
      )}
      <OperationSheet
        operation="delivery.reveal-payload"
        input={useMemo(() => ({ id }), [id])}
        risk="guarded"
        verb={names("verb")}
        title={names("title", { subject: `${id} → ${relyingParty}` })}
        open={open}
        onClose={() => setOpen(false)}
        onDone={onDone}
      />
    </>
  );
}
