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
  /timeout exceeded when trying to connect|connection terminated|can't reach database|server closed the connection/i;

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

function someInside(error: unknown, says: (part: Record<string, unknown>) => boolean, depth = 0): boolean {
  if (typeof error !== "object" || error === null || depth > 6) return false;
  const part = error as Record<string, unknown>;
  if (says(part)) return true;
  const { cause, meta, driverAdapterError, errors } = part;
  const inner = [cause, meta, driverAdapterError, ...(Array.isArray(errors) ? (errors as unknown[]) : [])];
  return inner.some((each) => someInside(each, says, depth + 1));
}
