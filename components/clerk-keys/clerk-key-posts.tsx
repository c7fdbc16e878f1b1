import { useTranslations } from "next-intl";
import type { ClerkKeyStage, ClerkKeyView } from "@/lib/clerk-keys/shapes";
import { Mark } from "../ui/mark";
import { Time } from "../ui/time";

const parts = ["make", "report", "confirm", "delete", "check"] as const;
const hereAt: Record<ClerkKeyStage, number> = { new: 0, making: 0, spreading: 1, ready: 2, released: 3, ended: 5 };

/** The five parts of a replacement: what was done, where it is, what comes. */
export function ClerkKeyPosts({ view: { stage, rotation, consumers, now } }: { view: ClerkKeyView }) {
  const t = useTranslations("clerkKeys.page");
  const places = useTranslations("keys.rotation");
  const here = hereAt[stage];
  const over = consumers.filter(({ state }) => state === "over" || state === "vouched").length;
  const at = {
    make: rotation?.madeAt,
    report: null,
    confirm: rotation?.releasedAt,
    delete: null,
    check: rotation?.endedAt,
  };
  return (
    <ol className="rotation-posts" aria-label={t("steps")}>
      {parts.map((part, index) => {
        const place = index < here ? "past" : index === here ? "here" : "ahead";
        const when = at[part];
        return (
          <li key={part} className={place} aria-current={place === "here" ? "step" : undefined}>
            <b>
              <Mark name={place} label={places(`place.${place}`)} />
              {t(`part.${part}`)}
            </b>
            <span className="soft small">
              {when ? <Time at={when} now={now} shape="instant" /> : null}
              {part === "report" && rotation !== null ? places("have", { known: over, all: consumers.length }) : null}
            </span>
          </li>
        );
      })}
    </ol>
  );
}
