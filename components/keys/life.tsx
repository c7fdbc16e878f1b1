import { useTranslations } from "next-intl";
import type { KeyState } from "@/lib/keys/shapes/key";
import type { StateName } from "../ui/mark";
import { State } from "../ui/state";

const marks: Record<KeyState, StateName> = {
  pending: "unknown",
  published: "moving",
  active: "ok",
  grace: "stale",
  retired: "unknown",
  compromised: "down",
  unknown: "unknown",
};
const posts: readonly KeyState[] = ["pending", "published", "active", "grace", "retired"];

/** Where a key is in its life: five posts, its own filled, and the word. */
export function Life({ state }: { state: KeyState }) {
  const t = useTranslations("keys.state");
  const here = posts.indexOf(state);
  return (
    <span className="key-life">
      {here < 0 ? null : (
        <svg viewBox="0 0 84 12" aria-hidden="true">
          <path d="M6 6H78" />
          {posts.map((post, place) => (
            <circle
              key={post}
              cx={6 + place * 18}
              cy={6}
              r={place === here ? 5 : 3.5}
              className={place < here ? "past" : place === here ? "here" : "ahead"}
            />
          ))}
        </svg>
      )}
      <State name={marks[state]}>{t(state)}</State>
    </span>
  );
}
