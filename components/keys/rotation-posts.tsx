import { useTranslations } from "next-intl";
import type { RotationView } from "@/lib/keys/shapes/views";
import { Mark } from "../ui/mark";
import { Time } from "../ui/time";

/** The five parts of a rotation: what was done, where it is, what comes and when at the earliest. */
export function RotationPosts({ view: { posts, rotation, adoption, next, stage, now } }: { view: RotationView }) {
  const t = useTranslations("keys.rotation");
  const known = adoption.filter(({ knows }) => knows === "known").length;
  const doneAt = (act: string): string | null => rotation.steps.findLast((step) => step.act === act)?.at ?? null;
  const beside = (part: (typeof posts)[number]["part"]) => {
    const at = part === "soak" || part === "drain" ? null : doneAt(part);
    if (at !== null) return <Time at={at} now={now} shape="instant" />;
    if (part === "soak" && adoption.length > 0) return t("have", { known, all: adoption.length });
    const waits = (part === "activate" && stage === "soaking") || (part === "retire" && stage === "draining");
    if (!waits || !next?.earliest) return null;
    return (
      <>
        {t("earliest")} <Time at={next.earliest} now={now} shape="instant" />
      </>
    );
  };
  return (
    <ol className="rotation-posts" aria-label={t("section")}>
      {posts.map(({ part, place }) => (
        <li key={part} className={place} aria-current={place === "here" ? "step" : undefined}>
          <b>
            <Mark name={place} label={t(`place.${place}`)} />
            {t(`part.${part}`)}
          </b>
          <span className="soft small">{beside(part)}</span>
        </li>
      ))}
    </ol>
  );
}
