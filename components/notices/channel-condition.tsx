import { useTranslations } from "next-intl";
import { type ChannelHealth, type ChannelState, credentialsOf } from "@/lib/notices/shapes";
import { Age } from "../ui/age";
import type { StateName } from "../ui/mark";
import { State } from "../ui/state";
import { useFailureWords } from "./use-failure-words";

const marks: Record<ChannelState, StateName> = { off: "unknown", ok: "ok", down: "down" };

/** Whether a channel works; if not, why, and when it is tried again. */
export function ChannelCondition({ health, now }: { health: ChannelHealth; now: string }) {
  const t = useTranslations("channels");
  const say = useFailureWords();
  const { channel, state, failedAttempts, nextAttemptAt } = health;
  return (
    <>
      <State name={state === "ok" && failedAttempts > 0 ? "degraded" : marks[state]}>{t(`state.${state}`)}</State>
      {state === "off" ? <span className="sub">{t("off", { names: credentialsOf[channel] })}</span> : null}
      {state !== "off" && failedAttempts > 0 ? (
        <span className="sub">
          {t("failing", { attempts: failedAttempts, ...say(health) })}
          {nextAttemptAt ? <> · {t.rich("next", { age: () => <Age at={nextAttemptAt} now={now} tight /> })}</> : null}
        </span>
      ) : null}
    </>
  );
}
