import { Fingerprint } from "lucide-react";
import { useTranslations } from "next-intl";
import { Age } from "../ui/age";
import { Icon } from "../ui/icon";
import type { Instant } from "../ui/instant";

/** How long ago this person last proved who they are; the age that a guarded act will ask about. */
export function LastProof({ at, now }: { at: Instant | null; now: Instant }) {
  const t = useTranslations("shell.proof");
  return (
    <span className="proved quiet small nb">
      <Icon of={Fingerprint} />
      <span>{at === null ? t("never") : t.rich("last", { age: () => <Age at={at} now={now} /> })}</span>
    </span>
  );
}
