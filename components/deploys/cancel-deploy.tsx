"use client";

import { useTranslations } from "next-intl";
import { StopAct } from "../operation/stop-act";

/** Stops a deploy before it serves. */
export function CancelDeploy({ app, deploy, may }: { app: string; deploy: string; may: boolean }) {
  const t = useTranslations("operations.names.deploy.cancel");
  return <StopAct operation="deploy.cancel" input={{ app, deploy }} verb={t("verb")} may={may} />;
}
