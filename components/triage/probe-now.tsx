"use client";

import { useTranslations } from "next-intl";
import { useRefusal } from "../operation/use-refusal";
import { Button } from "../ui/button";
import { useAct } from "./use-act";

/** Has everything looked at within a second, instead of waiting for the next turn. */
export function ProbeNow({ mayProbe, large }: { mayProbe: boolean; large?: boolean }) {
  const [t, names] = [useTranslations("triagePage"), useTranslations("operations.names.probe.now")];
  const say = useRefusal();
  const { busy, refusal, act } = useAct("probe.now");
  return (
    <span className="probe-now">
      <span className="small" role="status">
        {refusal === null ? null : say(refusal).sentence}
      </span>
      <Button
        size={large ? "large" : "small"}
        busy={busy}
        why={mayProbe ? undefined : t("mayNotProbe")}
        onClick={() => act({})}
      >
        {names("verb")}
      </Button>
    </span>
  );
}
