/** An instant as a page or a JSON answer holds it. */
export type Instant = Date | string | number;

export const toDate = (at: Instant): Date => (at instanceof Date ? at : new Date(at));

/** Whether it stands in a calendar: the year 44 BC and infinity do in a database, and in no Date. */
export const isInstant = (at: Instant): boolean => !Number.isNaN(toDate(at).getTime());

const dayMs = 86_400_000;

/** Names that people here say; everywhere else the distance from UTC, which no two browsers spell differently. */
const spokenZones: Readonly<Record<string, string>> = {
  UTC: "UTC",
  "Etc/UTC": "UTC",
  "Asia/Seoul": "KST",
  "Asia/Tokyo": "JST",
};

/** "KST", "UTC+2": what stands behind a clock of this zone at this instant. */
export function zoneName(zone: string, at: Instant): string {
  const spoken = spokenZones[zone];
  if (spoken !== undefined) return spoken;
  const parts = new Intl.DateTimeFormat("en-US", { timeZone: zone, timeZoneName: "shortOffset" }).formatToParts(
    toDate(at),
  );
  const offset = parts.find(({ type }) => type === "timeZoneName")?.value ?? "UTC";
  return offset.replace("GMT", "UTC").replace(/\+0$/, "");
}

/** "13:14:09", or "13:14" without seconds: 24 h, also at midnight. */
export function clockText(at: Instant, zone: string, seconds = true): string {
  return new Intl.DateTimeFormat("en-GB", {
    timeZone: zone,
    hour: "2-digit",
    minute: "2-digit",
    second: seconds ? "2-digit" : undefined,
    hourCycle: "h23",
  }).format(toDate(at));
}

/** The day in front of a clock: nothing today, "Fri" within a week, "14 Aug" beyond, with the year in another year. */
export function dayText(at: Instant, now: Instant, zone: string, language: string): string {
  const [then, today] = [calendarDay(at, zone), calendarDay(now, zone)];
  if (then.iso === today.iso) return "";
  const locale = language === "en" ? "en-GB" : language;
  const format = (options: Intl.DateTimeFormatOptions): string =>
    new Intl.DateTimeFormat(locale, { timeZone: zone, ...options }).format(toDate(at));
  if (Math.abs(then.days - today.days) < 7) return format({ weekday: "short" });
  if (then.year === today.year) return format({ day: "numeric", month: "short" });
  return format({ day: "numeric", month: "short", year: "numeric" });
}

/** Clock with its day where it is not today's: "13:14:09", "Fri 09:41", "14 Aug 02:10". */
export function instantText(at: Instant, now: Instant, zone: string, language: string): string {
  const day = dayText(at, now, zone, language);
  return day === "" ? clockText(at, zone) : `${day} ${clockText(at, zone, false)}`;
}

function calendarDay(at: Instant, zone: string): { iso: string; days: number; year: string } {
  const iso = new Intl.DateTimeFormat("en-CA", {
    timeZone: zone,
    year: "numeric",
    month: "2-digit",
    day: "2-digit",
  }).format(toDate(at));
  return { iso, days: Date.parse(iso) / dayMs, year: iso.slice(0, 4) };
}
