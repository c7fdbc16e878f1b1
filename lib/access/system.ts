import "server-only";
import { randomUUID } from "node:crypto";
import { hostname } from "node:os";
import { mintSystem, type SystemActor } from "./actor";

/** The actor of this process, which acts by itself. Only `worker.ts`, `/metrics`, the doctor, the terminal's status and tests ask for it. */
export const systemActor = (): SystemActor =>
  mintSystem(`worker-${hostname()}-${process.pid}-${randomUUID().slice(0, 8)}`);
