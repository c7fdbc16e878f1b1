import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { Mark, type MarkName } from "../ui/mark";
import { Section } from "../ui/section";

type Names = readonly string[];
type Words = ReturnType<typeof useTranslations<"breakGlass">>;
type ReadName = Parameters<Words>[0] extends infer Key ? (Key extends `reads.${infer Name}` ? Name : never) : never;

/** What the policy's table gives to whoever came in without Clerk. */
export type Scope = {
  reads: readonly ReadName[];
  readsNot: readonly ReadName[];
  free: Names;
  proved: Names;
  second: Names;
  never: Names;
};

/** What an opening gives and what it never gives, drawn from the policy: nobody wrote this list by hand. */
export function ScopeList({ scope }: { scope: Scope }) {
  const t = useTranslations("breakGlass");
  const reads = (names: Scope["reads"]): ReactNode => names.map((name) => t(`reads.${name}`)).join(" · ");
  return (
    <Section title={t("get.title")} aside={t("get.aside")}>
      <ul className="scope">
        <Line mark="ok" lead={t("get.read")}>
          {reads(scope.reads)}
        </Line>
        <Line mark="stop" lead={t("get.free")}>
          <Acts names={scope.free} />
        </Line>
        <Line mark="guarded" lead={t("get.prove")}>
          <Acts names={scope.proved} />
        </Line>
        <Line mark="grave" lead={t("get.second")}>
          <Acts names={scope.second} />
        </Line>
        <Line mark="down" lead={t("get.never")} quiet>
          <Acts names={scope.never} />
        </Line>
        {scope.readsNot.length === 0 ? null : (
          <Line mark="down" lead={t("get.readNever")} quiet>
            {reads(scope.readsNot)}
          </Line>
        )}
      </ul>
    </Section>
  );
}

function Line(props: { mark: MarkName; lead: string; quiet?: boolean; children: ReactNode }) {
  const { mark, lead, quiet, children } = props;
  return (
    <li className={quiet ? "quiet" : undefined}>
      <Mark name={mark} />
      <div>
        <b className="strong">{lead}</b>
        <p>{children}</p>
      </div>
    </li>
  );
}

/** Acts by their verbs; the public name says which is meant. */
function Acts({ names }: { names: Names }) {
  const t = useTranslations("operations.names");
  if (names.length === 0) return <>–</>;
  return names.map((name, place) => (
    <span key={name} title={name}>
      {place === 0 ? "" : " · "}
      {t(`${name}.verb` as "delivery.retry.verb")}
    </span>
  ));
}
