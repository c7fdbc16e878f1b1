import "server-only";
import type { Actor } from "@/lib/access/actor";
import type { HostedJob } from "@/lib/connectors/render/jobs";
import { hasPrinted, type PrintedProof } from "../rules/printed";
import { readJobLog } from "./job-log";

type Wanted = { proof: PrintedProof; given: readonly string[]; serviceId: string };

/** Whether the job's own log says that it did what it was asked to. @returns null where the log could not be read */
export async function isShownByLog(
  actor: Actor,
  { proof, given, serviceId }: Wanted,
  job: HostedJob,
): Promise<boolean | null> {
  const page = await readJobLog(actor, serviceId, job);
  if (!page.ok) return null;
  return hasPrinted(
    proof,
    given,
    page.value.lines.map(({ message }) => message),
  );
}
