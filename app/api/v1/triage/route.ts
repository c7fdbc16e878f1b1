import { triage } from "@/lib/triage/queries/triage";
import { answerApiRead } from "../../answer-read";

export const dynamic = "force-dynamic";

/** What is wrong, how badly, and by which evidence: what the worker saw last. Public; its shape is `Triage`. */
export async function GET(): Promise<Response> {
  return answerApiRead("triage", triage);
}
