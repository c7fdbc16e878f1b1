"use client";

import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { useCallback, useMemo, useState } from "react";
import type { LadderApp } from "@/lib/app-bypass/shapes";
import { inert } from "@/lib/core/text";
import { OperationSheet } from "../operation/operation-sheet";
import { ShownToken } from "../tokens/shown-token";
import { Button } from "../ui/button";
import { Fact, Facts } from "../ui/facts";
import { Section } from "../ui/section";
import { Time } from "../ui/time";

/** The bypass token of one app: when it was made and last used, and a new one, shown this once. */
export function TokenPart({ app, now, why }: { app: LadderApp; now: string; why?: string }) {
  const [t, names] = [useTranslations("appBypass.token"), useTranslations("operations.names.app-bypass.renew-token")];
  const router = useRouter();
  const [open, setOpen] = useState(false);
  const [token, setToken] = useState<string | null>(null);
  const input = useMemo(() => ({ app: app.id }), [app.id]);
  const onDone = useCallback((_succeeded: boolean, handed: Readonly<Record<string, readonly string[]>> | undefined) => {
    if (handed?.token?.[0]) setToken(handed.token[0]);
  }, []);
  return (
    <Section title={t("title")} aside={t("aside")}>
      {app.tokenMadeAt === null ? (
        <p className="soft">{t("none")}</p>
      ) : (
        <Facts>
          <Fact term={t("made")}>
            <Time at={app.tokenMadeAt} now={now} />
          </Fact>
          <Fact term={t("asked")}>{app.lastAskedAt ? <Time at={app.lastAskedAt} now={now} /> : t("never")}</Fact>
        </Facts>
      )}
      {token !== null && !open ? (
        <ShownToken name={app.name} token={token} onKept={() => setToken(null)} />
      ) : (
        <Button gates="guarded" why={why} onClick={() => setOpen(true)}>
          {names("verb")}
        </Button>
      )}
      <OperationSheet
        operation="app-bypass.renew-token"
        input={input}
        risk="guarded"
        verb={names("verb")}
        title={names("title", { subject: inert(app.name) })}
        open={open}
        onClose={() => {
          setOpen(false);
          router.refresh();
        }}
        onDone={onDone}
      />
    </Section>
  );
}
