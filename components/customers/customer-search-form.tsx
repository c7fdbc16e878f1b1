import Form from "next/form";
import { useTranslations } from "next-intl";
import { Button } from "../ui/button";
import { ButtonLink } from "../ui/button-link";

/** One field for every way in which somebody may be named. What was typed stands in the address: a look-up is a link. */
export function CustomerSearchForm({ q }: { q: string }) {
  const t = useTranslations("customers.search");
  return (
    <Form action="/people" className="filters look-up" role="search">
      <input
        key={q}
        type="search"
        name="q"
        className="input"
        aria-label={t("label")}
        placeholder={t("label")}
        defaultValue={q}
        maxLength={200}
        autoComplete="off"
        spellCheck={false}
      />
      <Button type="submit">{t("apply")}</Button>
      {q === "" ? null : (
        <ButtonLink variant="bare" href="/people">
          {t("clear")}
        </ButtonLink>
      )}
    </Form>
  );
}
