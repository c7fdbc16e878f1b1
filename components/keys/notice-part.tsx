import { useTranslations } from "next-intl";
import { noticeFor, partyNotice, type SayNotice } from "@/lib/keys/rules/party-notice";
import type { KeyView } from "@/lib/keys/shapes/views";
import { CopyButton } from "../ui/copy-button";
import { Section } from "../ui/section";

/** Says a notice's lines in a language, whatever the reader's own is. */
export type NoticeSpeaker = { language: "en" | "ko"; say: SayNotice };

type Props = { view: KeyView; keySetUrl: string; speakers: readonly NoticeSpeaker[] };

/** What to send to the relying party, in its people's language, where there is something to tell it. Nothing is sent from here. */
export function NoticePart({ view, keySetUrl, speakers }: Props) {
  const t = useTranslations("keys.notice");
  const packet = useTranslations("deliveries.packet");
  const notice = noticeFor(view, keySetUrl);
  if (notice === null) return null;
  const texts = speakers.map(({ language, say }) => ({ language, text: partyNotice(say, notice) }));
  return (
    <Section title={t(`section.${notice.kind}`)} aside={t("aside")}>
      {texts.map(({ language, text }) => (
        <details key={language} className="packet">
          <summary>{packet(`in.${language}`)}</summary>
          <pre className="payload" lang={language}>
            {text}
          </pre>
        </details>
      ))}
      <p className="acts">
        {texts.map(({ language, text }) => (
          <CopyButton key={language} text={text}>
            {packet(`copy.${language}`)}
          </CopyButton>
        ))}
      </p>
    </Section>
  );
}
