import { describeError, log } from "@/lib/core/log";

/** A CSV file, read as it is sent. What breaks off in the middle ends as a broken transfer, never as a file that looks whole. */
export function csvAnswer(name: string, lines: AsyncGenerator<string>, ref: string): Response {
  const encoder = new TextEncoder();
  const stream = new ReadableStream({
    async pull(controller) {
      try {
        const { value, done } = await lines.next();
        if (done) controller.close();
        else controller.enqueue(encoder.encode(value));
      } catch (error) {
        log().error({ ref, error: describeError(error) }, "a file broke off");
        controller.error(error);
      }
    },
    cancel: () => void lines.return(undefined),
  });
  return new Response(stream, {
    headers: { "Content-Type": "text/csv; charset=utf-8", "Content-Disposition": `attachment; filename="${name}"` },
  });
}
