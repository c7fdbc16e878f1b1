"use client";

import { useTranslations } from "next-intl";
import { inert } from "@/lib/core/text";
import type { Breakage } from "@/lib/keys/shapes/key";
import { Amount } from "../ui/amount";
import { Fact, Facts } from "../ui/facts";
import { Section } from "../ui/section";
import { State } from "../ui/state";
import { Time } from "../ui/time";

type Props = { breaks: Breakage; act: "activate" | "retire"; now: string };

/** Who breaks if it is done now. It changes nothing. */
export function BreakagePart({ breaks: { readers, deliveries, tokensUntil }, act, now }: Props) {
  const t = useTranslations("keys.simulated");
  const nothing = readers.length === 0 && deliveries === 0 && tokensUntil === null;
  return (
    <Section title={t(`title.${act}`)} aside={t("aside")}>
      {nothing ? (
        <State name="ok">{t("nobody")}</State>
      ) : (
        <Facts>
          <Fact term={t(`readers.${act}`)}>
            {readers.length === 0 ? null : (
              <ul className="plain">
                {readers.map(({ id, name, until }) => (
                  <li key={id}>
                    {inert(name)}{" "}
                    <span className="quiet">
                      {until === null ? (
                        t("untilUnknown")
                      ) : (
                        <>
                          {t("until")} <Time at={until} now={now} shape="list" />
                        </>
                      )}
                    </span>
                  </li>
                ))}
              </ul>
            )}
          </Fact>
          {act === "retire" ? (
            <>
              <Fact term={t("deliveries")}>
                <Amount value={deliveries} />
              </Fact>
              {tokensUntil === null ? null : (
                <Fact term={t("tokens")}>
                  <Time at={tokensUntil} now={now} />
                </Fact>
              )}
            </>
          ) : null}
        </Facts>
      )}
    </Section>
  );
}
