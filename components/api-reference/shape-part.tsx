import { useTranslations } from "next-intl";
import type { Shape } from "@/lib/public-api/rules/reference";
import { Described } from "./described";
import { LineTable } from "./line-table";

/** One shape by its name, which other parts lead to. */
export function ShapePart({ shape: { name, meaning, type, lines } }: { shape: Shape }) {
  const t = useTranslations("apiReference.shapes");
  return (
    <div className="api-shape" id={`shape-${name}`}>
      <h3 className="mono">{name}</h3>
      {meaning === "" ? null : (
        <p className="soft">
          <Described text={meaning} />
        </p>
      )}
      {lines.length > 0 ? (
        <LineTable caption={t("fields", { name })} lines={lines} />
      ) : (
        <p className="mono" lang="en">
          {type}
        </p>
      )}
    </div>
  );
}
