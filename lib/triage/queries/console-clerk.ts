import "server-only";
import { consoleDb } from "@/lib/core/db";
import { seconds } from "@/lib/core/duration";
import { env } from "@/lib/core/env";
import { stretchOf } from "../rules/stretch";
import type { ConsoleClerk, ProbeStatus } from "../shapes";
import { listSeen } from "./list-seen";

/**
 * Whether people can sign in to this console, and since when, by the worker's samples and database time. It takes no actor: emergency
 * access is decided by it before anybody is known. A silent worker makes it `unknown`, never anything better.
 */
export async function consoleClerk(): Promise<ConsoleClerk> {
  const seen = await listSeen("console_clerk");
  const [newest = await lastEver()] = seen;
  if (!newest) return nobodyLooked;
  const { state, forMs } = stretchOf(seen.length > 0 ? seen : [newest], env().PROBE_INTERVAL_SECONDS * seconds(1));
  const oldest = seen.at(-1);
  const reachesFurther = state !== "unknown" && oldest?.ageMs === forMs;
  const began = reachesFurther ? await beganBefore(newest.status) : null;
  const ageMs = began?.ageMs ?? forMs ?? 0;
  return {
    state,
    since: began?.sampledAt ?? seen.find((sample) => sample.ageMs === forMs)?.sampledAt ?? newest.sampledAt,
    forSeconds: Math.floor(ageMs / seconds(1)),
    lastSampleAt: newest.sampledAt,
    detail: state === "unknown" ? null : newest.detail,
    workerSilent: state === "unknown" && newest.ageMs === forMs,
  };
}

const nobodyLooked: ConsoleClerk = {
  state: "unknown",
  since: null,
  forSeconds: 0,
  lastSampleAt: null,
  detail: null,
  workerSilent: true,
};

type Dated = { sampledAt: Date; ageMs: number; status: ProbeStatus; detail: string | null };

async function lastEver(): Promise<Dated | undefined> {
  const [last] = await consoleDb().$queryRaw<Dated[]>`
    SELECT sampled_at AS "sampledAt", status, detail, (extract(epoch FROM now() - sampled_at) * 1000)::float8 AS "ageMs"
      FROM probe_samples WHERE probe = 'console_clerk' AND sampled_at <= now() ORDER BY sampled_at DESC LIMIT 1`;
  return last;
}

/** The first sample of a state that lasts longer than anything is decided by. So far back a silence no longer ends it. */
async function beganBefore(status: ProbeStatus): Promise<Dated | undefined> {
  const alike = status === "down" ? ["down"] : ["ok", "degraded"];
  const [first] = await consoleDb().$queryRaw<Dated[]>`
    SELECT sampled_at AS "sampledAt", status, detail, (extract(epoch FROM now() - sampled_at) * 1000)::float8 AS "ageMs"
      FROM probe_samples
     WHERE probe = 'console_clerk' AND sampled_at > coalesce((
             SELECT max(sampled_at) FROM probe_samples WHERE probe = 'console_clerk' AND status <> ALL (${alike})), '-infinity')
     ORDER BY sampled_at LIMIT 1`;
  return first;
}
