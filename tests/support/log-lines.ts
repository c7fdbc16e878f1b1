import { symbols } from "pino";
import { log } from "@/lib/core/log";

/** Collects what the product logs from now on, exactly as it would be written. Set LOG_LEVEL before anything logs. */
export function collectLog(): string[] {
  const lines: string[] = [];
  const logger = log() as unknown as Record<symbol, { write(line: string): void }>;
  logger[symbols.streamSym] = { write: (line) => void lines.push(line) };
  return lines;
}
