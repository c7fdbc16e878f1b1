import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import type { Result } from "@/lib/core/errors";
import type {
  PartyHealth as Health,
  PartyKeys as Keys,
  PartyQueue as Queue,
  RelyingParty,
} from "@/lib/relying-parties/shapes";
import { Section } from "../ui/section";
import { PartRefused } from "./part-refused";
import { PartyFacts } from "./party-facts";
import { PartyHealth } from "./party-health";
import { PartyKeys } from "./party-keys";
import { PartyQueue } from "./party-queue";

export type Parts = {
  party: Result<RelyingParty | null>;
  health: Result<Health>;
  queue: Result<Queue>;
  keys: Result<Keys>;
};

type Props = { id: string; parts: Parts; newestRows: number; linked: boolean; now: string };

/** What the identity provider's database says of a relying party, part by part: one that did not come says why. */
export function PartyParts({ id, parts: { party, health, queue, keys }, newestRows, linked, now }: Props) {
  const t = useTranslations("relyingParties");
  return (
    <>
      <Section title={t("health.section")} aside={t("health.window")}>
        <Came part={health}>{(value) => <PartyHealth health={value} newestRows={newestRows} now={now} />}</Came>
      </Section>
      <Section title={t("queue")}>
        <Came part={queue}>{(value) => <PartyQueue id={id} queue={value} linked={linked} now={now} />}</Came>
      </Section>
      <Section title={t("keys.section")}>
        <Came part={keys}>{(value) => <PartyKeys keys={value} now={now} />}</Came>
      </Section>
      <Section title={t("title")}>
        <Came part={party}>{(value) => (value ? <PartyFacts party={value} /> : null)}</Came>
      </Section>
    </>
  );
}

function Came<T>({ part, children }: { part: Result<T>; children: (value: T) => ReactNode }) {
  return part.ok ? children(part.value) : <PartRefused refusal={part.refusal} />;
}
