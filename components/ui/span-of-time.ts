/** A length of time in at most two units, ready for the message that spells them. */
export type SpanOfTime = {
  name: "seconds" | "minutes" | "minutesSeconds" | "hours" | "hoursMinutes" | "days" | "daysHours";
  days: number;
  hours: number;
  minutes: number;
  seconds: number;
};

/**
 * Splits a length into two units, rounding down, so that an age never looks greater than it is.
 * @param seconds length; below zero counts as zero
 * @param coarse leave seconds out from one minute on, as ages do
 */
export function spanOfTime(seconds: number, coarse = false): SpanOfTime {
  const whole = Math.max(0, Math.floor(seconds));
  const parts = {
    days: Math.floor(whole / 86_400),
    hours: Math.floor(whole / 3_600) % 24,
    minutes: Math.floor(whole / 60) % 60,
    seconds: whole % 60,
  };
  return { name: nameOf(parts, coarse), ...parts };
}

function nameOf(parts: Omit<SpanOfTime, "name">, coarse: boolean): SpanOfTime["name"] {
  if (parts.days > 0) return parts.hours > 0 ? "daysHours" : "days";
  if (parts.hours > 0) return parts.minutes > 0 ? "hoursMinutes" : "hours";
  if (parts.minutes > 0) return parts.seconds > 0 && !coarse ? "minutesSeconds" : "minutes";
  return "seconds";
}

/** A running clock: "00:14:16" since something began, "49:24" of what is left. */
export function runningClock(seconds: number, hours: "always" | "when-needed" = "always"): string {
  const whole = Math.max(0, Math.floor(seconds));
  const short = `${two(Math.floor(whole / 60) % 60)}:${two(whole % 60)}`;
  return hours === "always" || whole >= 3_600 ? `${two(Math.floor(whole / 3_600))}:${short}` : short;
}

const two = (count: number): string => String(count).padStart(2, "0");
