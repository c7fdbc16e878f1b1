import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { Blank } from "./blank";
import { CopyButton } from "./copy-button";

type FailureProps = {
  /** What failed, as a sentence. */
  title: ReactNode;
  /** Is anything lost, and what happens next. */
  children: ReactNode;
  /** Stable code, for people who search the log and the documents. */
  code: string;
  /** The request id; the log line carries the same. */
  reference?: string;
  /** The next step, such as a "Try again" button. */
  actions?: ReactNode;
  level?: 1 | 2 | 3;
};

/** What failed, is anything lost, what happens next, and a reference to copy. */
export function Failure({ title, children, code, reference, actions, level }: FailureProps) {
  const t = useTranslations("states.failure");
  const copied = reference === undefined ? code : `${code} ${reference}`;
  return (
    <div role="alert">
      <Blank
        mark="down"
        level={level}
        title={title}
        actions={
          <>
            <CopyButton text={copied}>{t("copy")}</CopyButton>
            {actions}
          </>
        }
      >
        <p>{children}</p>
        <p className="mono reference">
          {code}
          {reference === undefined ? null : ` · ${t("reference", { reference })}`}
        </p>
      </Blank>
    </div>
  );
}
