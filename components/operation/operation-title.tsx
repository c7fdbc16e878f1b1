import { useOperationTitle } from "./use-operation-title";

/** An operation as a sentence, for pages that are drawn on the server. */
export function OperationTitle({ operation, subject }: { operation: string; subject: string }) {
  return useOperationTitle()(operation, subject);
}
