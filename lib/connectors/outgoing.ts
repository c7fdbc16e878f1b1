import "server-only";
import { hours, seconds } from "@/lib/core/duration";
import { type Answer, type Failure, type Received, request } from "./request";

/** A notice as the channels carry it: words, a link, names and counts. */
export type OutgoingNotice = {
  /** The same for every attempt through one channel, so that a receiver knows a repeated one. */
  id: string;
  kind: string;
  urgent: boolean;
  /** Names the event; a pager groups by it. */
  dedupKey: string;
  /** The key of the event that is over with this notice, and no longer worth anybody's sleep. */
  settles: string | null;
  title: string;
  /** The words on the link. */
  open: string;
  link: string;
  values: Readonly<Record<string, string | number>>;
  postedAt: string;
};

/** 15 s for a write. @source design: house §5; Standard Webhooks 1.0 recommends 15 to 30 s */
export const sendTimeoutMs = seconds(15);
/** A pause that is asked for is kept, up to an hour: longer is more likely a mistake than a wish. */
const retryAfterCapSeconds = hours(1) / seconds(1);

type Post = {
  url: URL;
  headers?: Record<string, string>;
  body: string;
  /** Whether this answer says that the notice is there. */
  accepts: (received: Received) => boolean;
  /** Whether a status means that this notice will never be taken, however often it is sent. */
  isFinal: (status: number) => boolean;
  /** What the other side calls it. */
  codeOf?: (received: Received) => unknown;
};

/** Posts a notice once. Answers that are neither yes nor a final no are worth another attempt. */
export async function postNotice({ url, headers, body, accepts, isFinal, codeOf }: Post): Promise<Answer<true>> {
  const answer = await request({
    url,
    method: "POST",
    headers: { "content-type": "application/json; charset=utf-8", ...headers },
    body,
    timeoutMs: sendTimeoutMs,
    retryAfterCapSeconds,
  });
  if (!answer.ok) return answer;
  const { status, retryAfterSeconds } = answer.value;
  if (accepts(answer.value)) return { ok: true, value: true };
  if (isFinal(status)) return failed({ kind: "refused", status, code: safeCode(codeOf?.(answer.value)) });
  if (retryAfterSeconds !== null) return failed({ kind: "rate_limited", retryAfterSeconds });
  return failed({ kind: "unexpected_answer", status });
}

const failed = (failure: Failure): Answer<never> => ({ ok: false, failure });

/** A vendor's word is shown only when it looks like a word: an answer may hold anything. */
export const safeCode = (code: unknown): string | null =>
  typeof code === "string" && /^[\w.-]{1,40}$/.test(code) ? code : null;
