import "server-only";
import { z } from "zod";
import { appId } from "@/lib/apps/shapes";
import { ok, type Result } from "@/lib/core/errors";
import { findHosted, type Hosted } from "@/lib/deploys/queries/find-hosted";
import { type Context, type Phrase, type Preview, settingsBlast } from "../define";

export const appInput = z.strictObject({ app: appId });

/** What is frozen of a service: which it is, and what was there before anything is asked. */
export const frozenService = z.strictObject({ app: appId, serviceId: z.string(), known: z.array(z.string()) });

/** What is said of it before it is done. */
export type Words = { lines: readonly Phrase[]; warnings?: readonly Phrase[]; reversible: boolean; detail?: string };

/**
 * What an act on a whole service shows. Whatever serves now is part of its fingerprint: if that changes, somebody else is at it, too.
 * @param judge refuses, or gives the words
 */
export async function previewChange(
  { actor }: Context,
  { app }: { app: string },
  judge: (hosted: Hosted) => Result<Words>,
): Promise<Result<Preview>> {
  const found = await findHosted(actor, app);
  if (!found.ok) return found;
  const judged = judge(found.value);
  if (!judged.ok) return judged;
  const { lines, warnings = [], reversible, detail } = judged.value;
  const { serviceId, deploys, live } = found.value;
  return ok({
    subject: detail === undefined ? found.value.app.name : `${found.value.app.name}: ${detail}`,
    blast: settingsBlast,
    lines,
    warnings,
    reversible,
    fingerprint: `${serviceId} ${live?.id ?? "none"}`,
    target: { app, serviceId, known: deploys.map(({ id }) => id) },
  });
}
