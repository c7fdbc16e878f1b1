"use client";

import { useTranslations } from "next-intl";
import type { Result } from "@/lib/core/errors";
import { inert } from "@/lib/core/text";
import type { ServedSet, SetFault } from "@/lib/keys/shapes/key";
import { useRefusal } from "../operation/use-refusal";
import { Note } from "../ui/note";
import { useSpanText } from "../ui/use-span-text";

type Props = { served: Result<ServedSet>; faults: readonly SetFault[] };

/** What the key set serves against what the database says: whether they agree, and where not. */
export function SetPart({ served, faults }: Props) {
  const t = useTranslations("keys.set");
  const say = useRefusal();
  const spell = useSpanText();
  if (!served.ok)
    return (
      <Note kind="down" lead={t("lead")}>
        {say(served.refusal).sentence}
      </Note>
    );
  const { kids, maxAgeSeconds, ageSeconds } = served.value;
  const kept = maxAgeSeconds === null ? t("maxAgeUnknown") : t("maxAge", { span: spell(maxAgeSeconds) });
  const aged = ageSeconds === null || ageSeconds === 0 ? "" : ` ${t("age", { span: spell(ageSeconds) })}`;
  if (faults.length === 0)
    return (
      <Note kind="ok" lead={t("lead")}>
        {t("agrees", { count: kids.length })} {kept}
        {aged}
      </Note>
    );
  return (
    <Note kind="down" lead={t("lead")}>
      {t("differs", { count: faults.length })} {kept}
      {aged}
      {faults.map(({ kid, fault }) => (
        <span key={`${fault} ${kid}`} className="key-fault">
          <code>{inert(kid)}</code> {t(`fault.${fault}`)}
        </span>
      ))}
    </Note>
  );
}
