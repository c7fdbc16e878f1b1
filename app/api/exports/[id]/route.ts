import { requestReference } from "@/lib/access/identify";
import { admitChange } from "@/lib/access/pipeline";
import { exportFile } from "@/lib/deliveries/queries/export-file";
import { performRoutine } from "@/lib/operations/perform/routine";
import { problemAnswer } from "../../problem";
import { csvAnswer } from "../../stream-lines";

export const dynamic = "force-dynamic";

/** The file of a confirmed export, to its own person, once. A form leads here: what changes something is no link. */
export async function POST(_request: Request, { params }: { params: Promise<{ id: string }> }): Promise<Response> {
  const admitted = await admitChange();
  if (!admitted.ok) return problemAnswer(admitted.refusal, await requestReference());
  const { identified, ref } = admitted.value;
  const { id } = await params;
  const taken = await performRoutine(identified, ref, { operation: "delivery.take-export", input: { id } });
  if (!taken.ok) return problemAnswer(taken.refusal, ref);
  if (identified.kind !== "person") return problemAnswer({ code: "not_allowed" }, ref);
  const { name, lines } = exportFile(identified, taken.value.outcome.handed?.approved ?? []);
  return csvAnswer(name, lines, ref);
}
