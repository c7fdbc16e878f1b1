import "server-only";
import { consoleDb } from "@/lib/core/db";
import type { Reading } from "../../shapes";
import { askDatabase, look } from "./look";

/** Whether our own database answers, and how quickly. While it does not, nobody can write down that it does not: a gap says so. */
export const probeConsoleDatabase = (): Promise<Reading> =>
  look("console_database", () => askDatabase(() => consoleDb().$queryRaw`SELECT 1`));
