/** Codes of PostgreSQL, the socket layer and Prisma that mean "the database can't serve", not "the statement is wrong". */
const troubleCodes = new Set([
  "ECONNREFUSED",
  "ECONNRESET",
  "ENOTFOUND",
  "ETIMEDOUT",
  "EPIPE",
  "EAI_AGAIN",
  "08000",
  "08001",
  "08003",
  "08006",
  "25P03",
  "57P01",
  "57P02",
  "57P03",
  "57014",
  "53300",
  "53400",
  "25006",
  "42501",
  "28P01",
  "28000",
  "3D000",
  "55P03",
  "P1000",
  "P1001",
  "P1002",
  "P1003",
  "P1008",
  "P1010",
  "P1011",
  "P1017",
  "P2024",
]);
const troubleKinds = new Set([
  "DatabaseNotReachable",
  "ConnectionClosed",
  "TlsConnectionError",
  "SocketTimeout",
  "TooManyConnections",
  "AuthenticationFailed",
  "DatabaseAccessDenied",
  "DatabaseDoesNotExist",
]);
const troubleWords =
  /timeout exceeded when trying to connect|timeout expired|connection terminated|connection error|can't reach database|server closed the connection/i;

/** Whether an error, or any error inside it, says that a database is unreachable, refusing or too slow. */
export function isDatabaseTrouble(error: unknown): boolean {
  return someInside(
    error,
    ({ code, originalCode, kind, message }) =>
      [code, originalCode].some((value) => typeof value === "string" && troubleCodes.has(value)) ||
      (typeof kind === "string" && troubleKinds.has(kind)) ||
      (typeof message === "string" && troubleWords.test(message)),
  );
}

/** Whether a statement ran into its time limit: the database answers, only not this question in time. */
export const isStatementTimeout = (error: unknown): boolean =>
  someInside(error, ({ code, originalCode }) => code === "57014" || originalCode === "57014");

/** Classes of SQLSTATE that a living server reports of a statement that it has rolled back: data, constraint, conflict, lock, timeout. */
const rolledBack = /^(?:22|23|40|55|P0)[0-9A-Z]{3}$|^57014$/;
/** Those of them that the row itself is to blame for. */
const rowRefused = /^(?:22|23|P0)[0-9A-Z]{3}$/;

/** Whether a single statement surely had no effect: the server itself said so, and did not merely fall silent. */
export const isRolledBack = (error: unknown): boolean => someInside(error, hasCode(rolledBack));

/** Whether a statement was refused because of what it was about to write, so that it would be refused again. */
export const isRowRefused = (error: unknown): boolean => someInside(error, hasCode(rowRefused));

const hasCode =
  (codes: RegExp) =>
  ({ code, originalCode }: Record<string, unknown>): boolean =>
    [code, originalCode].some((value) => typeof value === "string" && codes.test(value));

function someInside(error: unknown, says: (part: Record<string, unknown>) => boolean, depth = 0): boolean {
  if (typeof error !== "object" || error === null || depth > 6) return false;
  const part = error as Record<string, unknown>;
  if (says(part)) return true;
  const { cause, meta, driverAdapterError, errors } = part;
  const inner = [cause, meta, driverAdapterError, ...(Array.isArray(errors) ? (errors as unknown[]) : [])];
  return inner.some((each) => someInside(each, says, depth + 1));
}
