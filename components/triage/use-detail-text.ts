import { type Messages, useTranslations } from "next-intl";
import type { Triage } from "@/lib/triage/shapes";

export type Evidence = Triage["evidence"][number];

type Detail = keyof Messages["triagePage"]["detail"];
type SignInStep = keyof Messages["triagePage"]["step"];

/** What a code says. The check of our own sign-in names the step that failed before what happened to it; a code without words stays one. */
export function useDetailText(): (detail: string) => string {
  const [say, step] = [useTranslations("triagePage.detail"), useTranslations("triagePage.step")];
  return (detail) => {
    if (say.has(detail as Detail)) return say(detail as Detail);
    const [first = "", ...rest] = detail.split("_");
    const what = rest.join("_");
    return step.has(first as SignInStep) && say.has(what as Detail)
      ? `${step(first as SignInStep)}: ${say(what as Detail)}`
      : detail;
  };
}
