"use client";

import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { type ReactNode, useCallback, useEffect, useRef, useState } from "react";
import type { ZodType } from "zod";
import { OperationSheet } from "../operation/operation-sheet";
import { Button } from "../ui/button";
import { ButtonLink } from "../ui/button-link";

type Props = {
  operation: string;
  verb: string;
  title: string;
  /** What is typed, in the form in which it would be asked for. */
  draft: unknown;
  /** The operation's own shape: what it would refuse is said here first. */
  shape: ZodType;
  /** Why it can't be asked for at all. */
  why?: string;
  /** The list that it came from, and goes back to when it is done. */
  home: string;
  /** @param wrong names of the fields that are not right, by their first step */
  children: (wrong: ReadonlySet<string>) => ReactNode;
};

const none: ReadonlySet<string> = new Set();

/** A setting being written: checked here by the same shape as there, then walked through the gates like any other act. */
export function SettingForm({ operation, verb, title, draft, shape, why, home, children }: Props) {
  const t = useTranslations("settings.form");
  const router = useRouter();
  const [tries, setTries] = useState(0);
  const form = useRef<HTMLFormElement>(null);
  const [input, setInput] = useState<unknown>(null);
  const [done, setDone] = useState(false);
  const parsed = shape.safeParse(draft);
  const wrong = parsed.success ? none : new Set(parsed.error.issues.map(({ path }) => path.slice(0, 2).join(".")));
  const onDone = useCallback((succeeded: boolean) => {
    if (succeeded) setDone(true);
  }, []);
  useEffect(() => {
    if (tries > 0) form.current?.querySelector<HTMLElement>("[aria-invalid=true]")?.focus();
  }, [tries]);
  const close = (): void => {
    setInput(null);
    if (done) router.push(home);
    else router.refresh();
  };
  return (
    <form
      ref={form}
      className="setting"
      onSubmit={(event) => {
        event.preventDefault();
        setTries(tries + 1);
        if (parsed.success) setInput(parsed.data);
      }}
    >
      {children(tries > 0 ? wrong : none)}
      <div className="acts">
        <Button type="submit" variant="primary" gates="guarded" why={why}>
          {verb}
        </Button>
        <ButtonLink variant="bare" href={home}>
          {t("back")}
        </ButtonLink>
      </div>
      {tries > 0 && !parsed.success ? <p className="why">{t("notYet", { count: wrong.size })}</p> : null}
      {input === null ? null : (
        <OperationSheet
          operation={operation}
          input={input}
          risk="guarded"
          verb={verb}
          title={title}
          open
          onClose={close}
          onDone={onDone}
        />
      )}
    </form>
  );
}
