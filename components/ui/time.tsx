import { useLocale, useTimeZone } from "next-intl";
import { inert } from "@/lib/core/text";
import { Age } from "./age";
import { clockText, dayText, type Instant, instantText, isInstant, toDate, zoneName } from "./instant";

type TimeProps = {
  at: Instant;
  /** When the server drew the page: "today" and the first age are counted from it. */
  now: Instant;
  /** `facts`: UTC, local, age. `list`: UTC and age, with the zone in the column head. `instant`: UTC alone. */
  shape?: "facts" | "list" | "instant";
  /** IANA zone and language of the reader; the page's own unless given. */
  zone?: string;
  locale?: string;
};

/** An instant as the house writes it; the ISO form is in `datetime` and in the title. */
export function Time({ at, now, shape = "facts", zone, locale }: TimeProps) {
  const pageZone = useTimeZone();
  const pageLocale = useLocale();
  const language = locale ?? pageLocale;
  const localZone = zone ?? pageZone ?? "UTC";
  if (!isInstant(at)) return <span className="mono">{inert(String(at))}</span>;
  const iso = toDate(at).toISOString();
  const utc = (
    <time dateTime={iso} title={iso} className="nb">
      {instantText(at, now, "UTC", language)}
      {shape === "list" ? null : " UTC"}
    </time>
  );
  if (shape === "instant") return utc;
  return (
    <span>
      {utc}{" "}
      <span className="quiet">
        {shape === "facts" && zoneName(localZone, at) !== "UTC" ? (
          <>
            <span className="nb">{localText(at, now, localZone, language)}</span>
            {" · "}
          </>
        ) : null}
        <Age at={at} now={now} tight={shape === "list"} />
      </span>
    </span>
  );
}

/** The local clock names its day only where it differs from the one that stands before it. */
function localText(at: Instant, now: Instant, zone: string, language: string): string {
  const day = dayText(at, now, zone, language);
  const repeats = day === dayText(at, now, "UTC", language);
  const clock = clockText(at, zone, day === "" && repeats);
  return `${day === "" || repeats ? "" : `${day} `}${clock} ${zoneName(zone, at)}`;
}
