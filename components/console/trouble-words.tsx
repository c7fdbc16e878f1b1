import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import type { RefusalCode } from "@/lib/core/errors";
import { Failure } from "../ui/failure";
import { Forbidden } from "../ui/forbidden";

const facts = {
  maxAgeMinutes: 0,
  retryAfterSeconds: 0,
  relyingParty: "none",
  state: "other",
  fields: "none",
  name: "none",
  approved: 0,
};

type Props = { code: RefusalCode; title?: string; reference?: string; actions: ReactNode };

/** A refusal in place of a whole page. What a role does not allow is no failure, and looks like none. */
export function TroubleWords({ code, title, reference, actions }: Props) {
  const t = useTranslations();
  const sentence = title ?? t(`refusals.${code}.sentence`, facts);
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
