"use client";

import Link from "next/link";
import { useFormatter, useTranslations } from "next-intl";
import { type ReactNode, useRef } from "react";
import { waitsFor } from "@/lib/bypass/rules/at-the-door";
import type { DoorView } from "@/lib/live/shapes";
import { RefusalNote } from "../operation/refusal-note";
import { Button } from "../ui/button";
import { Note } from "../ui/note";
import { DoorFacts } from "./door-facts";
import { OverridePart } from "./override-part";
import { type Opening, useCeremony } from "./use-ceremony";
import { useDoor } from "./use-door";
import { useTyped } from "./use-typed";
import { WhoPart } from "./who-part";
import { WhyPart } from "./why-part";

type Props = {
  initial: DoorView;
  /** Where to go once inside, a path of ours. */
  next: string;
  /** Somebody practises: for whoever opened a drill, Clerk counts as down. */
  drill: boolean;
  /** What an opening gives; drawn beside the form, above the button. */
  children: ReactNode;
};

/** Whether the door may be opened, who one is, why; then one button that says what it waits for. Nothing of Clerk's is here. */
export function Ceremony({ initial, next, drill, children }: Props) {
  const form = useRef<HTMLFormElement>(null);
  const { door, answers } = useDoor(initial);
  const { typed, left, clearSecrets } = useTyped(form);
  const { state, open } = useCeremony({ next, clearSecrets });
  const standing = { answers, writable: door.writable, armed: door.armed, held: door.held, drill };
  const waiting = waitsFor(typed, standing);
  const forced = !door.held && !drill;
  return (
    <form
      ref={form}
      className="ceremony-columns"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        if (waiting.length === 0) void open(typed, { forced, drill });
      }}
    >
      <div>
        <DoorFacts door={door} answers={answers} drill={drill} />
        {forced ? <OverridePart typed={typed} left={left} /> : null}
        <WhoPart typed={typed} left={left} />
        <WhyPart typed={typed} left={left} />
      </div>
      <div>
        {children}
        <Act waiting={waiting} state={state} />
      </div>
    </form>
  );
}

function Act({ waiting, state }: { waiting: ReturnType<typeof waitsFor>; state: Opening }) {
  const [t, format] = [useTranslations("breakGlass"), useFormatter()];
  const what = format.list(waiting.map((wait) => t(`wait.${wait}`)));
  const word = { idle: t("open"), asking: t("asking"), opening: t("opening") };
  return (
    <div className="verdict-act">
      {state.refusal ? <RefusalNote refusal={state.refusal} actions={<Cleared shown={state.cleared} />} /> : null}
      {state.trouble ? (
        <Note kind="degraded" live="polite">
          {t(`passkeyTrouble.${state.trouble}`)}
        </Note>
      ) : null}
      <Button
        type="submit"
        variant="emergency"
        size="large"
        gates="emergency"
        busy={state.doing !== "idle"}
        why={waiting.length > 0 ? t("waits", { what }) : undefined}
      >
        {word[state.doing]}
      </Button>
      <p className="small">
        <Link className="tall" href="/sign-in" prefetch={false}>
          {t("signIn")}
        </Link>
      </p>
      <p className="small">
        <Link className="tall" href="/console-lost" prefetch={false}>
          {t("lostLink")}
        </Link>
      </p>
      <noscript>
        <p className="small">{t("noScript")}</p>
      </noscript>
    </div>
  );
}

function Cleared({ shown }: { shown: boolean }) {
  const t = useTranslations("breakGlass");
  return shown ? <p className="small">{t("codesCleared")}</p> : null;
}
