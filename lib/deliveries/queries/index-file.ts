import "server-only";
import { readFile } from "node:fs/promises";
import path from "node:path";
import type { Actor } from "@/lib/access/actor";

export const indexFileName = "identity-provider-indexes.sql";

/** The migration that makes an outbox quick, for the IdP's owner to read and run: the console has no right to, and no wish. */
export const readIndexFile = (_actor: Actor): Promise<string> =>
  readFile(path.join(process.cwd(), "docs", "identity-provider-indexes.sql"), "utf8");
