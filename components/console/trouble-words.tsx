import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import type { RefusalCode } from "@/lib/core/errors";
import { noFacts } from "../operation/no-facts";
import { Failure } from "../ui/failure";
import { Forbidden } from "../ui/forbidden";

type Props = { code: RefusalCode; title?: string; reference?: string; actions: ReactNode };

/** A refusal in place of a whole page. What a role does not allow is no failure, and looks like none. */
export function TroubleWords({ code, title, reference, actions }: Props) {
  const t = useTranslations();
  const sentence = title ?? t(`refusals.${code}.sentence`, noFacts);
  if (code === "not_allowed") {
    return (
      <Forbidden level={1} title={sentence}>
        {t("refusals.not_allowed.wayOut")} <code>{code}</code>
      </Forbidden>
    );
  }
  return (
    <Failure level={1} title={sentence} code={code} reference={reference} actions={actions}>
      {t("states.failure.readsReturn")}
    </Failure>
  );
}
