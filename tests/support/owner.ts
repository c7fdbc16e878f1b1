import type { QueryResultRow } from "pg";
import type { OwnConsole } from "./own-console";
import type { Query } from "./reviews";

/** Statements on a console of a test's own, as its owner. */
export const ownerOf =
  ({ owner }: OwnConsole): Query =>
  async <Row extends QueryResultRow>(sql: string, values: unknown[]) =>
    (await owner.query<Row>(sql, values)).rows;
