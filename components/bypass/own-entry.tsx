import Link from "next/link";
import { useTranslations } from "next-intl";
import type { HolderCard } from "@/lib/bypass/shapes";
import { Blank } from "../ui/blank";
import { Section } from "../ui/section";
import { DrillPart } from "./drill-part";
import { SheetForm } from "./sheet-form";

type Props = { own: HolderCard | null; now: string; address: string };

/** The reader's own way in: passkeys, the sheet of printed codes, and the drill. Nobody sees another's. */
export function OwnEntry({ own, now, address }: Props) {
  const t = useTranslations("enrolments");
  if (own === null)
    return (
      <Section title={t("own.section")} id="own">
        <Blank mark="unknown" title={t("own.notEnrolled.title")}>
          {t("own.notEnrolled.words")}
        </Blank>
      </Section>
    );
  const { codesLeft, passkeys, name } = own;
  return (
    <>
      <Section title={t("own.section")} id="own">
        <p className="soft">
          {t("own.passkeys", { count: passkeys })} <Link href="/settings/passkeys">{t("own.toPasskeys")}</Link>
        </p>
      </Section>
      <Section
        title={t("sheet.section")}
        id="sheet"
        aside={codesLeft === null ? t("sheet.none") : t("sheet.left", { count: codesLeft })}
      >
        <p className="soft narrow">{t("sheet.words")}</p>
        <SheetForm name={name} codesLeft={codesLeft} address={address} />
      </Section>
      <DrillPart own={own} now={now} />
    </>
  );
}
