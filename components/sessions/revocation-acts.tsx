"use client";

import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import type { RevocationView } from "@/lib/sessions/shapes";
import { OperationButton } from "../operation/operation-button";
import { StopAct } from "../operation/stop-act";

type Props = { revocation: RevocationView; may: boolean; mayResume: boolean };

/** Stopping is for everybody who may act, at once; going on is proved, by who asked or an admin. */
export function RevocationActs({ revocation: { requestId: request, state }, may, mayResume }: Props) {
  const t = useTranslations("operations.names.revocation");
  const refusals = useTranslations("refusals");
  const router = useRouter();
  if (state === "canceling") return null;
  return (
    <div className="acts">
      {state === "running" ? (
        <StopAct operation="revocation.pause" input={{ request }} verb={t("pause.verb")} may={may} />
      ) : null}
      <StopAct operation="revocation.cancel" input={{ request }} verb={t("cancel.verb")} may={may} />
      {state === "paused" ? (
        <OperationButton
          operation="revocation.resume"
          input={{ request }}
          risk="guarded"
          size="small"
          verb={t("resume.verb")}
          title={t("resume.title", { subject: "" })}
          why={mayResume ? undefined : refusals("request_not_yours.sentence")}
          onDone={() => router.refresh()}
        />
      ) : null}
    </div>
  );
}
