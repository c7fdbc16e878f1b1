import { useTranslations } from "next-intl";
import type { Result } from "@/lib/core/errors";
import type { CauseGroup, Delivery } from "@/lib/deliveries/shapes";
import type { Outlook } from "@/lib/relying-parties/shapes";
import { PartRefused } from "../relying-parties/part-refused";
import { Section } from "../ui/section";
import { CausePart } from "./cause-part";
import { PacketPart, type Speaker } from "./packet-part";
import { GroupPart } from "./siblings";

type Props = {
  delivery: Delivery;
  outlook: Result<Outlook>;
  group: Result<CauseGroup>;
  speakers: readonly Speaker[];
  now: string;
};

/** What is said of a dead delivery alone: why, whether it would arrive now, what failed alike, and whom to tell what. */
export function OutlookParts({ delivery, outlook, group, speakers, now }: Props) {
  const t = useTranslations("deliveries");
  const kid = outlook.ok ? outlook.value.kid : delivery.signingKid;
  return (
    <>
      <Section title={t("causePart.section")}>
        {outlook.ok ? (
          <CausePart delivery={delivery} outlook={outlook.value} now={now} />
        ) : (
          <PartRefused refusal={outlook.refusal} />
        )}
      </Section>
      <Section title={t("siblings.group")}>
        {group.ok ? <GroupPart group={group.value} now={now} /> : <PartRefused refusal={group.refusal} />}
      </Section>
      {group.ok ? (
        <Section title={t("packet.section")}>
          <PacketPart delivery={delivery} group={group.value} kid={kid} speakers={speakers} />
        </Section>
      ) : null}
    </>
  );
}
