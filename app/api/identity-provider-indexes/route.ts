import { indexFileName, readIndexFile } from "@/lib/deliveries/queries/index-file";
import { answerFile } from "../answer-read";

export const dynamic = "force-dynamic";

/** The indexes that are missed on the deliveries' page, as a migration. Nothing in it is anybody's secret: whoever is signed in may have it. */
export async function GET(): Promise<Response> {
  return answerFile("the identity provider's indexes", async (actor) => {
    return new Response(await readIndexFile(actor), {
      headers: {
        "Content-Type": "application/sql; charset=utf-8",
        "Content-Disposition": `attachment; filename="${indexFileName}"`,
      },
    });
  });
}
