import "server-only";
import { readFile } from "node:fs/promises";
import path from "node:path";
import type { Actor } from "@/lib/access/actor";

export const dropInName = "bypass-middleware.ts";

/** The file that an app's owner puts beside the app's own middleware. It is the app's then, and reads nothing of ours but documents. */
export const readDropIn = (_actor: Actor): Promise<string> =>
  readFile(path.join(process.cwd(), "drop-in", dropInName), "utf8");
