"use client";

import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { useCallback, useMemo } from "react";
import type { Standing } from "@/lib/people/shapes";
import { OperationButton } from "../operation/operation-button";
import { useRefusal } from "../operation/use-refusal";

const everyRole = 3;

/** Blocks every role of one person at once: their account is in the wrong hands. */
export function LockOutButton({ person, own }: { person: Standing; own: boolean }) {
  const t = useTranslations("operations.names.person.lock-out");
  const say = useRefusal();
  const router = useRouter();
  const refresh = useCallback(() => router.refresh(), [router]);
  const { id, name, blocks } = person;
  const why = own ? "not_on_oneself" : blocks.length === everyRole ? "nothing_to_change" : null;
  return (
    <OperationButton
      operation="person.lock-out"
      input={useMemo(() => ({ id }), [id])}
      risk="emergency"
      verb={t("verb")}
      title={t("title", { subject: name })}
      size="small"
      why={why ? say({ code: why }).sentence : undefined}
      onDone={refresh}
    />
  );
}
