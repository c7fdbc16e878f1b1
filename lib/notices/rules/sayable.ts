import { inert } from "@/lib/core/text";
import type { NoticeValues } from "../shapes";

/** What the words of a notice are filled with: every gap has something, and nothing of it acts up. */
export type Sayable = { who: string; operation: string; subject: string; code: string; count: number; channel: string };

/** The words say "somebody" where a value is "none". */
export function sayable(values: NoticeValues): Sayable {
  const { who, operation, subject, code, count, channel } = values;
  const text = (value: string | undefined): string => (value ? inert(value) : "none");
  return {
    who: text(who),
    operation: text(operation),
    subject: text(subject),
    code: text(code),
    count: count ?? 0,
    channel: channel ?? "none",
  };
}
