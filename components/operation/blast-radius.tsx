import { useTranslations } from "next-intl";
import type { Shown } from "@/lib/requests/shapes";
import { Amount } from "../ui/amount";
import { Readout, Readouts } from "../ui/readouts";
import { usePhrase } from "./use-phrase";

const counts = ["deliveries", "relyingParties", "people", "requests"] as const;

/** How much it touches, then what happens, in sentences. @param brief where the sentences stand already: only the warnings */
export function BlastRadius({ shown, brief = false }: { shown: Shown; brief?: boolean }) {
  const t = useTranslations("operation.preview");
  const say = usePhrase();
  const { blast, lines, warnings, reversible } = shown;
  return (
    <>
      <Readouts as="blast-radius">
        {counts.map((name) => (
          <Readout key={name} label={t(name)}>
            <Amount value={blast[name]} />
          </Readout>
        ))}
      </Readouts>
      <ul className="small soft">
        {brief ? null : lines.map((line) => <li key={line.key}>{say(line)}</li>)}
        {warnings.map((line) => (
          <li key={line.key} className="degraded">
            {say(line)}
          </li>
        ))}
        <li>{t(reversible ? "reversible" : "irreversible")}</li>
      </ul>
    </>
  );
}
