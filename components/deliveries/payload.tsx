import { useTranslations } from "next-intl";
import type { Payload as PayloadText } from "@/lib/deliveries/shapes";
import { Masked } from "../ui/masked";
import { Note } from "../ui/note";

/** A payload as inert text. Masked values were never sent to this browser. */
export function Payload({ payload }: { payload: PayloadText }) {
  const t = useTranslations("deliveries.payload");
  return (
    <>
      <pre className="payload">
        {payload.segments.map(({ at, text, masked }) =>
          masked ? <Masked key={at}>{text}</Masked> : <span key={at}>{text}</span>,
        )}
      </pre>
      {payload.truncated ? <Note>{t("truncated")}</Note> : null}
    </>
  );
}
