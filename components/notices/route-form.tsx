"use client";

import { useTranslations } from "next-intl";
import { useMemo, useState } from "react";
import { type ChannelLanguage, type ChannelRoute, noticeKinds, urgencies } from "@/lib/notices/shapes";
import { OperationButton } from "../operation/operation-button";
import { Choice } from "../ui/choice";
import { Section } from "../ui/section";
import { TickList } from "../ui/tick-list";

const languages: { value: ChannelLanguage; label: string; lang: string }[] = [
  { value: "en", label: "English", lang: "en" },
  { value: "ko", label: "한국어", lang: "ko" },
];
/** A test goes where it is sent. */
const choosable = noticeKinds.filter((kind) => kind !== "channel.test");

/** What one channel carries. Nothing changes until the request for it has passed its gates. */
export function RouteForm({
  route,
  mayChange,
  onDone,
}: {
  route: ChannelRoute;
  mayChange: boolean;
  onDone: () => void;
}) {
  const [t, verbs] = [useTranslations("channels"), useTranslations("operations.names.channel.route")];
  const [chosen, choose] = useState(route);
  const input = useMemo(() => chosen, [chosen]);
  const title = t("route.title", { channel: t(`name.${route.channel}`) });
  return (
    <Section title={title}>
      <div className="route-form">
        <TickList
          legend={t("route.urgency")}
          options={urgencies.map((value) => ({ value, label: t(`route.${value}`) }))}
          ticked={chosen.urgencies}
          onChange={(next) => choose({ ...chosen, urgencies: next })}
        />
        <TickList
          legend={t("route.except")}
          hint={t("route.exceptHint")}
          options={choosable.map((value) => ({ value, label: t(`kind.${value}`) }))}
          ticked={chosen.exceptKinds}
          onChange={(next) => choose({ ...chosen, exceptKinds: next })}
        />
        <Choice
          legend={t("route.language")}
          value={chosen.language}
          options={languages}
          onChoose={(language) => choose({ ...chosen, language })}
        />
      </div>
      <OperationButton
        operation="channel.route"
        input={input}
        risk="guarded"
        verb={verbs("verb")}
        title={title}
        why={mayChange ? undefined : t("onlyAdmins")}
        onDone={onDone}
      />
    </Section>
  );
}
