import Link from "next/link";
import { useTranslations } from "next-intl";
import { Copyable } from "../ui/copyable";
import { Fact, Facts } from "../ui/facts";
import { Section } from "../ui/section";

type Props = { keyId: string; publicKey: string; address: string; fileName: string };

/** What an app's owner does once, before it is needed; and the runbook's way, for an app that has none of it, with what that costs. */
export function OtherWays({ keyId, publicKey, address, fileName }: Props) {
  const [t, variable] = [useTranslations("appBypass.dropIn"), useTranslations("appBypass.byVariable")];
  return (
    <>
      <Section title={t("title")} aside={t("aside")}>
        <p className="soft">{t("words")}</p>
        <Facts>
          <Fact term={t("file")}>
            <a href="/api/bypass-middleware" download>
              {fileName}
            </a>
          </Fact>
          <Fact term={t("key")}>
            <Copyable text={publicKey} name={t("key")} />
          </Fact>
          <Fact term={t("keyId")} mono>
            {keyId}
          </Fact>
          <Fact term={t("address")} mono>
            {address}
          </Fact>
        </Facts>
      </Section>
      <Section title={variable("title")} aside={variable("aside")}>
        <p className="soft">{variable("words")}</p>
        <Facts>
          <Fact term={variable("on")}>{variable("onCost")}</Fact>
          <Fact term={variable("off")}>{variable("offCost")}</Fact>
        </Facts>
        <p className="below">
          <Link prefetch={false} href="/deploys">
            {variable("link")}
          </Link>
        </p>
      </Section>
    </>
  );
}
