import { requestReference } from "@/lib/access/identify";
import { admitChange } from "@/lib/access/pipeline";
import { describeError, log } from "@/lib/core/log";
import { exportFile } from "@/lib/deliveries/queries/export-file";
import { performRoutine } from "@/lib/operations/perform/routine";
import { problemAnswer } from "../../problem";

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
  return new Response(streamOf(lines, ref), {
    headers: {
      "Content-Type": "text/csv; charset=utf-8",
      "Content-Disposition": `attachment; filename="${name}"`,
    },
  });
}

/** Read as it is sent. What breaks off in the middle ends as a broken transfer, never as a file that looks whole. */
function streamOf(lines: AsyncGenerator<string>, ref: string): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder();
  return new ReadableStream({
    async pull(controller) {
      try {
        const { value, done } = await lines.next();
        if (done) controller.close();
        else controller.enqueue(encoder.encode(value));
      } catch (error) {
        log().error({ ref, error: describeError(error) }, "an export broke off");
        controller.error(error);
      }
    },
    cancel: () => void lines.return(undefined),
  });
}
