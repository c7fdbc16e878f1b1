import { useTranslations } from "next-intl";
import { inert } from "@/lib/core/text";

/** The input byte for byte, as the code covers it; behind a line, since few need it. */
export function ExactInput({ input, digest }: { input: unknown; digest: string }) {
  const t = useTranslations("approvals.input");
  return (
    <details className="exact">
      <summary>{t("exact")}</summary>
      <pre className="mono">{inert(JSON.stringify(input, null, 2))}</pre>
      <p className="small quiet">{t("digest")}</p>
      <p className="mono digest">{digest}</p>
    </details>
  );
}
