import { useSpanText } from "./use-span-text";

/** A length of time in two units: "1 min 8 s", "5 h 12 min". */
export function SpanText({ seconds, tight }: { seconds: number; tight?: boolean }) {
  const spell = useSpanText();
  return <span className="nb">{spell(seconds, { tight })}</span>;
}
