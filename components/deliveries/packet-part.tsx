import { useTranslations } from "next-intl";
import { packetText, type Say } from "@/lib/deliveries/rules/packet";
import type { CauseGroup, Delivery } from "@/lib/deliveries/shapes";
import { CopyButton } from "../ui/copy-button";

/** Says the packet's lines in a language, whatever the reader's own is. */
export type Speaker = { language: "en" | "ko"; say: Say };

type Props = { delivery: Delivery; group: CauseGroup; kid: string | null; speakers: readonly Speaker[] };

/** What to send to the relying party, in its people's language. Nothing is sent from here. */
export function PacketPart({ delivery, group, kid, speakers }: Props) {
  const t = useTranslations("deliveries.packet");
  const { relyingParty, eventType, lastStatus: status } = delivery;
  const packets = speakers.map(({ language, say }) => ({
    language,
    text: packetText(say, { relyingParty: relyingParty.name, eventType, status, group, kid }),
  }));
  return (
    <>
      <p className="soft">{t("hint")}</p>
      {packets.map(({ language, text }) => (
        <details key={language} className="packet">
          <summary>{t(`in.${language}`)}</summary>
          <pre className="payload" lang={language}>
            {text}
          </pre>
        </details>
      ))}
      <p className="acts">
        {packets.map(({ language, text }) => (
          <CopyButton key={language} text={text}>
            {t(`copy.${language}`)}
          </CopyButton>
        ))}
      </p>
    </>
  );
}
