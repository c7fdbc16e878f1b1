import { inert } from "@/lib/core/text";
import type { Cause, CauseGroup } from "../shapes";

/** Says a line of the packet in one language. */
export type Say = (line: PacketLine, values: Readonly<Record<string, string | number>>) => string;
export type PacketLine =
  | "title"
  | "failed"
  | "failedMore"
  | "answered"
  | "unanswered"
  | "period"
  | "ids"
  | "key"
  | "check"
  | "none"
  | "slowly"
  | "onWord";

export type PacketFacts = {
  relyingParty: string;
  eventType: string;
  status: number | null;
  group: CauseGroup;
  kid: string | null;
};

/** How we go on: nothing is sent again that has arrived, and no more at once than is taken. */
const goesOn: Partial<Record<Cause, "none" | "slowly">> = { idempotency_conflict: "none", rate_limited: "slowly" };

/**
 * What a relying party needs to know to mend its side: how many, since when, by which ids they find them, which key signed, what to
 * check, and when we send again. No payload and nobody's name is in it.
 */
export function packetText(say: Say, { relyingParty, eventType, status, group, kid }: PacketFacts): string {
  const { cause, dead, error, firstDiedAt, lastDiedAt, keys, kids } = group;
  const values = { relyingParty: inert(relyingParty), event: inert(eventType), dead, cause };
  const named = kids.length > 0 ? kids : kid === null ? [] : [kid];
  return [
    say("title", values),
    "",
    say(group.more ? "failedMore" : "failed", values),
    status === null && error === null
      ? say("unanswered", values)
      : say("answered", { answer: answerOf(status, error) }),
    ...(firstDiedAt === null || lastDiedAt === null
      ? []
      : [say("period", { first: instant(firstDiedAt), last: instant(lastDiedAt) })]),
    ...(named.length === 0 ? [] : [say("key", { kids: named.map(inert).join(", ") })]),
    "",
    say("ids", { count: keys.length }),
    ...keys.map((key) => `  ${inert(key)}`),
    "",
    say("check", values),
    say(goesOn[cause] ?? "onWord", values),
    "",
  ].join("\n");
}

const answerOf = (status: number | null, error: string | null): string => error ?? String(status);
const instant = (iso: string): string => `${iso.slice(0, 19).replace("T", " ")} UTC`;
