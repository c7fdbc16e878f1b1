import { getTranslations } from "next-intl/server";
import { AddPasskey } from "@/components/passkeys/add-passkey";
import { PasskeyTable } from "@/components/passkeys/passkey-table";
import { Section } from "@/components/ui/section";
import { requirePerson } from "@/lib/access/identify";
import { listPasskeys } from "@/lib/passkeys/queries/list-passkeys";
import { passkeyLimit } from "@/lib/passkeys/shapes";

export async function generateMetadata() {
  return { title: (await getTranslations("passkeys"))("title") };
}

export default async function PasskeysPage() {
  const actor = await requirePerson("/settings/passkeys");
  const [passkeys, t] = [await listPasskeys(actor), await getTranslations("passkeys")];
  const count = passkeys.length;
  return (
    <>
      <Section title={t("list.title")} aside={t("list.count", { count, limit: passkeyLimit })}>
        <p className="soft">{t("summary")}</p>
        <PasskeyTable passkeys={passkeys} now={new Date().toISOString()} />
      </Section>
      <Section title={t("form.title")} aside={t(count === 0 ? "form.first" : "form.next")}>
        <AddPasskey full={count >= passkeyLimit} />
      </Section>
    </>
  );
}
