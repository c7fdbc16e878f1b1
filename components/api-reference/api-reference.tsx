import Link from "next/link";
import { useTranslations } from "next-intl";
import { callsWith, type Reference } from "@/lib/public-api/rules/reference";
import { Blank } from "../ui/blank";
import { Copyable } from "../ui/copyable";
import { Fact, Facts } from "../ui/facts";
import { Section } from "../ui/section";
import { CallList } from "./call-list";
import { CallPart } from "./call-part";
import { CallSearch } from "./call-search";
import { RefusalTable } from "./refusal-table";
import { ShapePart } from "./shape-part";

/** No page: programs are told it, and a browser shows it as text. */
const documentAddress = "/api/v1/openapi.json";

/** The public API, readable: how to call, every call that was looked for, what may refuse all of them, and every shape. */
export function ApiReference({ reference, q }: { reference: Reference; q: string }) {
  const t = useTranslations("apiReference");
  const { server, everywhere, shapes } = reference;
  const calls = callsWith(reference.calls, q);
  return (
    <>
      <Section title={t("title")} aside={t("count", { count: reference.calls.length })}>
        <p className="soft narrow">{t("lead")}</p>
        <Facts>
          <Fact term={t("start.server")}>
            <Copyable text={server} name={t("start.server")} />
          </Fact>
          <Fact term={t("start.token")}>
            <code>Authorization: Bearer …</code> <Link href="/settings/tokens">{t("start.tokens")}</Link>
          </Fact>
          <Fact term={t("start.document")}>
            <a href={documentAddress}>OpenAPI 3.1</a>
          </Fact>
        </Facts>
        <p className="soft narrow below">{t("start.examples")}</p>
        <CallSearch q={q} />
        {calls.length === 0 ? (
          <Blank mark="unknown" title={t("search.none.title")}>
            {t("search.none.words")}
          </Blank>
        ) : (
          <CallList calls={calls} />
        )}
      </Section>
      {calls.map((call) => (
        <CallPart key={call.name} call={call} />
      ))}
      <Section title={t("everywhere.title")} id="refusals">
        <p className="soft narrow">{t("everywhere.words")}</p>
        <RefusalTable caption={t("everywhere.title")} refusals={everywhere} />
      </Section>
      <Section title={t("shapes.title")} aside={t("shapes.count", { count: shapes.length })} id="shapes">
        {shapes.map((shape) => (
          <ShapePart key={shape.name} shape={shape} />
        ))}
      </Section>
    </>
  );
}
