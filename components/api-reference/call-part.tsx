import { useTranslations } from "next-intl";
import type { ReferenceCall } from "@/lib/public-api/rules/reference";
import { CopyButton } from "../ui/copy-button";
import { Fact, Facts } from "../ui/facts";
import { Section } from "../ui/section";
import { Described } from "./described";
import { LineTable } from "./line-table";
import { RefusalTable } from "./refusal-table";

/** One call: what it does, takes, answers and refuses, and how it is typed. Its name is its anchor. */
export function CallPart({ call }: { call: ReferenceCall }) {
  const [t, scopes] = [useTranslations("apiReference.call"), useTranslations("apiTokens.list.scopeOf")];
  const { name, method, path, summary, description, parameters, body, answer, refusals, operates, curl } = call;
  const title = `${method} ${path}`;
  return (
    <Section
      id={name}
      aside={name}
      title={
        <a href={`#${name}`} className="mono call-name">
          {title}
        </a>
      }
    >
      <p className="strong">
        <Described text={summary} />
      </p>
      <p className="soft narrow">
        <Described text={description} />
      </p>
      <Facts>
        <Fact term={t("scopes")}>{call.scopes.map((scope) => scopes(scope)).join(", ")}</Fact>
        <Fact term={t("answer")}>
          {answer.status} <ShapeLink name={answer.shape} />
        </Fact>
        {body ? (
          <Fact term={t("body")}>
            <ShapeLink name={body.shape} />
          </Fact>
        ) : null}
      </Facts>
      <div className="call-tables">
        {parameters.length > 0 ? (
          <LineTable
            caption={t("parameters")}
            lines={parameters}
            where={(line) => parameters.find((each) => each.name === line.name)?.where}
          />
        ) : null}
        {body && body.lines.length > 0 ? <LineTable caption={t("body")} lines={body.lines} /> : null}
        {refusals.length > 0 ? <RefusalTable caption={t("refusals")} refusals={refusals} /> : null}
      </div>
      <p className="small quiet">
        {operates ? t("operates") : null} <a href="#refusals">{t("everywhere")}</a>
      </p>
      <Example title={t("curl")} text={curl} copy={t("copy")} />
      <Example title={t("example", { status: answer.status })} text={answer.example} />
    </Section>
  );
}

function ShapeLink({ name }: { name: string }) {
  return (
    <a href={`#shape-${name}`} className="mono">
      {name}
    </a>
  );
}

function Example({ title, text, copy }: { title: string; text: string; copy?: string }) {
  return (
    <div className="call-example">
      <div className="head">
        <h3>{title}</h3>
        {copy === undefined ? null : <CopyButton text={text}>{copy}</CopyButton>}
      </div>
      <pre className="mono">{text}</pre>
    </div>
  );
}
