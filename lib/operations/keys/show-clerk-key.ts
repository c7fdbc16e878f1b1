import "server-only";
import { clerkKeyView } from "@/lib/clerk-keys/queries/clerk-key-view";
import { findClerkRotation } from "@/lib/clerk-keys/queries/find-clerk-rotation";
import { workAt } from "@/lib/clerk-keys/rules/consumers";
import { maySpread } from "@/lib/clerk-keys/rules/gates";
import type { ClerkKeyView } from "@/lib/clerk-keys/shapes";
import { ok, type Result, settled } from "@/lib/core/errors";
import type { StoredRequest } from "@/lib/requests/shapes";
import { type Context, type Phrase, type Preview, type Reconciled, settingsBlast } from "../define";
import { clerkKeyHref } from "./spread-clerk-key";

/** What is shown of an act on a secret key. How far its replacement is belongs to the fingerprint: a step by somebody else changes it. */
export const clerkKeyPreview = (
  { fingerprint, rotation, consumers }: ClerkKeyView,
  words: { lines: readonly Phrase[]; warnings?: readonly Phrase[]; reversible: boolean; detail?: string },
): Preview => ({
  subject: words.detail === undefined ? fingerprint : `${fingerprint}: ${words.detail}`,
  blast: settingsBlast,
  lines: words.lines,
  warnings: words.warnings ?? [],
  reversible: words.reversible,
  fingerprint: `${rotation?.version ?? 0} ${consumers.map(({ app, serviceId, envKeys }) => `${app}/${serviceId}/${envKeys.join()}`).join(" ")}`,
  target: { fingerprint, version: rotation?.version ?? 0 },
});

/** The page's own reading of the key, or why there is none. */
export const readClerkKey = ({ actor }: Context, fingerprint: string): Promise<Result<ClerkKeyView>> =>
  settled(() => clerkKeyView(actor, fingerprint));

/**
 * What a round would do, app by app, and whom it can't reach.
 * @param fresh the new key's fingerprint, where its person gives it; else the one that is known, if any
 * @param first what is said of the new key
 */
export async function previewSpread(
  context: Context,
  { fingerprint, fresh: given }: { fingerprint: string; fresh?: string },
  first: (view: ClerkKeyView) => { lines: readonly Phrase[]; warnings: readonly Phrase[] },
): Promise<Result<Preview>> {
  const read = await readClerkKey(context, fingerprint);
  if (!read.ok) return read;
  const [view, now] = [read.value, new Date()];
  const fresh = given ?? view.rotation?.newFingerprint ?? null;
  const gate = maySpread(view, now, fresh);
  if (!gate.ok) return gate;
  const { lines, warnings } = first(view);
  const does = view.consumers.map((each) => ({ each, work: workAt(each, { old: fingerprint, fresh }, now) }));
  const byHand = view.consumers.filter(({ serviceId }) => serviceId === null).map(({ name }) => name);
  return ok(
    clerkKeyPreview(view, {
      lines: [
        ...lines,
        ...does.flatMap(({ each: { name, envKeys }, work }): Phrase[] => {
          if (work === null) return [];
          const values = { app: name, keys: envKeys.join(", ") };
          return [{ key: work === "set" ? "clerkKeys.setsAt" : "clerkKeys.deploysAt", values }];
        }),
        { key: "clerkKeys.nothingRevoked" },
      ],
      warnings: [
        ...warnings,
        ...(byHand.length > 0
          ? [{ key: "clerkKeys.byHand", values: { apps: byHand.join(", "), count: byHand.length } }]
          : []),
      ],
      reversible: false,
    }),
  );
}

/** After a crash: all of it is there where no app is left that another round would touch. */
export async function reconcileSpread(context: Context, request: StoredRequest): Promise<Reconciled> {
  const { fingerprint } = JSON.parse(request.inputText) as { fingerprint: string };
  const read = await readClerkKey(context, fingerprint);
  if (!read.ok) return { happened: "undecided" };
  const { stage, goesOn } = read.value;
  if (stage === "new" || stage === "making" || goesOn) return { happened: false };
  const kept = await findClerkRotation(context.actor, fingerprint);
  const values = { count: kept?.consumers.length ?? 0, fingerprint: kept?.newFingerprint ?? "" };
  return {
    happened: true,
    outcome: { summary: { key: "clerkKeys.spread", values }, href: clerkKeyHref(fingerprint) },
  };
}
