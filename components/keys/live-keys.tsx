"use client";

import Link from "next/link";
import { useTranslations } from "next-intl";
import { inert } from "@/lib/core/text";
import type { KeysView, OpenRotation } from "@/lib/keys/shapes/views";
import { Note } from "../ui/note";
import { Section } from "../ui/section";
import { Time } from "../ui/time";
import { HeldLive } from "./held-live";
import { KeyTable } from "./key-table";
import { SetPart } from "./set-part";

type Props = {
  initial: KeysView;
  part: "webhooks" | "tokens";
  rotations: readonly OpenRotation[];
  admin: boolean;
};

/** The inventory of signing keys, kept fresh: what is served against what should be, what rotates now, and every key. */
export function LiveKeys({ initial, part, rotations, admin }: Props) {
  const t = useTranslations("keys");
  return (
    <HeldLive view="keys" query={{}} initial={initial} pauseMs={10_000}>
      {({ served, faults, rings, now }) => (
        <>
          <SetPart served={served} faults={faults} />
          {rotations.map((rotation) => (
            <RotationNote key={rotation.id} rotation={rotation} now={now} />
          ))}
          <Section title={t(`part.${part}`)} aside={t("inventoryAside")}>
            <KeyTable
              caption={t(`part.${part}`)}
              rings={rings.filter(({ of }) => (of === "tokens") === (part === "tokens"))}
              admin={admin}
              now={now}
              empty={t("none")}
            />
          </Section>
        </>
      )}
    </HeldLive>
  );
}

function RotationNote({ rotation: { id, name, stage, by, beganAt }, now }: { rotation: OpenRotation; now: string }) {
  const t = useTranslations("keys.rotation");
  return (
    <Note
      kind="moving"
      lead={t("open", { subject: inert(name ?? "OIDC") })}
      actions={
        <Link prefetch={false} href={`/keys/rotation/${id}`}>
          {t("goOn")}
        </Link>
      }
    >
      {t(`stage.${stage}`)} {t("began", { by: inert(by) })} <Time at={beganAt} now={now} shape="list" />
    </Note>
  );
}
