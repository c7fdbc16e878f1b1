import Link from "next/link";
import { getTranslations } from "next-intl/server";
import { TokenForm } from "@/components/tokens/token-form";
import { TokenTable } from "@/components/tokens/token-table";
import { Section } from "@/components/ui/section";
import { requirePerson } from "@/lib/access/identify";
import { hasRole } from "@/lib/access/roles";
import { listTokenOwners, listTokens } from "@/lib/tokens/queries/list-tokens";

export async function generateMetadata() {
  return { title: (await getTranslations("apiTokens"))("title") };
}

export default async function TokensPage() {
  const actor = await requirePerson("/settings/tokens");
  const admin = hasRole(actor, ["admin"]);
  const [tokens, owners, t] = [
    await listTokens(actor),
    admin ? await listTokenOwners(actor) : [],
    await getTranslations("apiTokens"),
  ];
  return (
    <>
      <Section
        title={t("list.title")}
        aside={t("list.count", { count: tokens.filter(({ state }) => state === "live").length })}
      >
        <p className="soft">
          {t("summary")} <Link href="/settings/api">{t("reference")}</Link>
        </p>
        <TokenTable tokens={tokens} now={new Date().toISOString()} />
      </Section>
      <Section title={t("form.title")} aside={t("form.aside")}>
        <TokenForm owners={owners} mayCreate={admin} />
      </Section>
    </>
  );
}
