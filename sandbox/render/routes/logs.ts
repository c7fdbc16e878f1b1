import type { Exchange } from "../../kernel/exchange";
import type { Route } from "../../kernel/routing";
import { jobLinesAt, type LogLine, linesAt, TICK_MS } from "../logs";
import { instant } from "../wire/instant";
import { type Api, RenderRefusal, read, requireService } from "./call";
import { isOwner } from "./hosted-services";
import { requireJob } from "./jobs";
import { readInstant, readLimit, readList } from "./query";

const HOUR_MS = 3_600_000;
/** Whoever asks for rare lines in a long time gets what was found so far, and may ask on. */
const MOST_TICKS = 20_000;
const FILTERS = ["instance", "level", "type", "statusCode", "method", "path", "text"];

/** What writes lines: a service, or a job by its own id. */
type Source = (tick: number) => LogLine[];
type Search = { sources: Source[]; start: number; end: number; forward: boolean; limit: number; matches: Match };
type Match = (line: LogLine) => boolean;

export function logRoutes(api: Api): Route[] {
  return [read(api, "/logs", (exchange) => answerLogs(api, exchange))];
}

function answerLogs(api: Api, { query }: Exchange): unknown {
  const search = readSearch(api, query);
  const { found, seenUntil } = scan(search);
  const hasMore = search.forward ? seenUntil < search.end : seenUntil > search.start;
  return {
    hasMore,
    nextStartTime: instant(search.forward ? seenUntil : search.start),
    nextEndTime: instant(search.forward ? search.end : seenUntil),
    logs: found.map(({ id, message, timestamp, labels }) => ({ id, message, timestamp, labels })),
  };
}

function readSearch(api: Api, query: URLSearchParams): Search {
  if (!isOwner(query.get("ownerId"))) throw new RenderRefusal(400, "ownerId is required, and must be your own");
  const resources = readList(query, "resource");
  if (resources.length === 0) throw new RenderRefusal(400, "resource is required");
  const now = api.platform.now();
  const end = Math.min(readInstant(query, "endTime") ?? now, now);
  const filters = FILTERS.flatMap((name) => {
    const wanted = readList(query, name);
    return wanted.length === 0 ? [] : [{ name, wanted: wanted.map(wildcard) }];
  });
  return {
    sources: resources.map((id) => sourceOf(api, id)),
    start: readInstant(query, "startTime") ?? end - HOUR_MS,
    end,
    forward: query.get("direction") === "forward",
    limit: readLimit(query),
    matches: (line) =>
      filters.every(({ name, wanted }) => {
        const value = name === "text" ? line.message : line.labels.find((label) => label.name === name)?.value;
        return value !== undefined && wanted.some((pattern) => pattern.test(value));
      }),
  };
}

function sourceOf(api: Api, id: string): Source {
  if (id.startsWith("job-")) {
    const { job } = requireJob(api, id);
    return (tick) => jobLinesAt(job, tick);
  }
  const service = requireService(api, id);
  return (tick) => linesAt(service, tick);
}

/** Walks tick by tick from the asked end until there is enough. @returns where the next page begins */
function scan({ sources, start, end, forward, limit, matches }: Search): { found: LogLine[]; seenUntil: number } {
  const found: LogLine[] = [];
  const [first, last] = [Math.floor(start / TICK_MS), Math.floor(end / TICK_MS)];
  const ticks = Math.min(last - first + 1, MOST_TICKS);
  for (let step = 0; step < ticks; step += 1) {
    const tick = (forward ? first + step : last - step) * TICK_MS;
    const lines = sources
      .flatMap((linesOf) => linesOf(tick))
      .filter((line) => line.at >= start && line.at < end && matches(line))
      .toSorted((a, b) => (forward ? a.at - b.at : b.at - a.at));
    for (const line of lines) {
      found.push(line);
      if (found.length === limit) return { found, seenUntil: forward ? line.at + 1 : line.at };
    }
  }
  const reached = forward ? (first + ticks) * TICK_MS : (last - ticks + 1) * TICK_MS;
  return { found, seenUntil: forward ? Math.min(reached, end) : Math.max(reached, start) };
}

/** A `*` stands for anything; a text may stand anywhere in the line. */
function wildcard(pattern: string): RegExp {
  const escaped = pattern.replace(/[.+?^${}()|[\]\\]/g, "\\$&").replaceAll("*", ".*");
  return new RegExp(pattern.includes("*") ? `^${escaped}$` : escaped, "i");
}
