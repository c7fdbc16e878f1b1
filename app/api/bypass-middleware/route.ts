import { dropInName, readDropIn } from "@/lib/app-bypass/queries/drop-in-file";
import { answerFile } from "../answer-read";

export const dynamic = "force-dynamic";

/** The middleware for an app that shall be bypassable. Nothing in it is anybody's secret: whoever is signed in may have it. */
export async function GET(): Promise<Response> {
  return answerFile("the bypass middleware", async (actor) => {
    return new Response(await readDropIn(actor), {
      headers: {
        "Content-Type": "text/plain; charset=utf-8",
        "Content-Disposition": `attachment; filename="${dropInName}"`,
      },
    });
  });
}
