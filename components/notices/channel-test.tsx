"use client";

import { useTranslations } from "next-intl";
import { useState, useTransition } from "react";
import { perform } from "@/app/actions";
import type { Refusal } from "@/lib/core/errors";
import type { Channel, ChannelTest } from "@/lib/notices/shapes";
import { unanswered } from "../operation/unanswered";
import { useRefusal } from "../operation/use-refusal";
import { Button } from "../ui/button";
import type { StateName } from "../ui/mark";
import { State } from "../ui/state";
import { useFailureWords } from "./use-failure-words";

type Props = {
  channel: Channel;
  isSetUp: boolean;
  /** The id of the sentence that says why this reader may not. */
  whyNotId: string | undefined;
  /** The reader's latest one. */
  test: ChannelTest | null;
  onTested: () => void;
};

const marks: Record<ChannelTest["state"], StateName> = { pending: "moving", sent: "ok", dead: "down" };

/** Sends a test through one channel, and says what became of it. */
export function ChannelTestButton({ channel, isSetUp, whyNotId, test, onTested }: Props) {
  const t = useTranslations("channels");
  const [sayRefusal, sayFailure] = [useRefusal(), useFailureWords()];
  const [refusal, setRefusal] = useState<Refusal | null>(null);
  const [busy, start] = useTransition();
  const send = (): void =>
    start(async () => {
      const done = await perform({ operation: "channel.test", input: { channel } }).catch(unanswered);
      setRefusal(done.ok ? null : done.refusal);
      onTested();
    });
  const why = isSetUp || whyNotId ? undefined : sayRefusal({ code: "channel_not_set_up" }).sentence;
  return (
    <>
      <Button size="small" busy={busy || test?.state === "pending"} why={why} whyId={whyNotId} onClick={send}>
        {t("test.button")}
      </Button>
      <span className="sub" role="status">
        {refusal ? <State name="down">{sayRefusal(refusal).sentence}</State> : null}
        {test && !refusal ? <State name={marks[test.state]}>{t(`test.${test.state}`, sayFailure(test))}</State> : null}
      </span>
    </>
  );
}
