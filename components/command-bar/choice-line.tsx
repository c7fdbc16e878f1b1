import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import type { PageName } from "@/lib/command-bar/rules/places";
import { subjectOf } from "@/lib/command-bar/rules/things";
import type { Thing } from "@/lib/command-bar/shapes";
import { inert } from "@/lib/core/text";
import { type IconName, NavIcon } from "../console/nav-icon";
import { IncidentState } from "../incidents/incident-state";
import { RequestState } from "../operation/request-state";
import { useOperationTitle } from "../operation/use-operation-title";
import { Mark } from "../ui/mark";
import type { Choice } from "./use-choices";

const icons: Record<Thing["kind"], IconName> = {
  delivery: "deliveries",
  relying_party: "deliveries",
  kid: "keys",
  customer: "people",
  incident: "incidents",
  request: "operations",
};
const pageIcons: Partial<Record<PageName, IconName>> = {
  triage: "triage",
  incidents: "incidents",
  approvals: "approvals",
  reviews: "approvals",
  deliveries: "deliveries",
  deploys: "deploys",
  operations: "operations",
  people: "people",
  bypass: "bypass",
  record: "record",
};

/** What is drawn of a choice: its sign, its name, and at the right what kind of thing it is. */
export function ChoiceLine({ choice }: { choice: Choice }) {
  const t = useTranslations("risk");
  if (choice.kind === "act")
    return (
      <Line sign={<Mark name={choice.risk} />} name={choice.label}>
        {choice.risk === "routine" ? null : t(`${choice.risk}.name`)}
      </Line>
    );
  if (choice.kind === "page")
    return <Line sign={<NavIcon name={pageIcons[choice.page] ?? "settings"} />} name={choice.label} />;
  return <ThingLine thing={choice.thing} />;
}

function Line({ sign, name, children }: { sign: ReactNode; name: ReactNode; children?: ReactNode }) {
  return (
    <>
      {sign}
      <span className="name">{name}</span>
      {children ? <span className="aside">{children}</span> : null}
    </>
  );
}

function ThingLine({ thing }: { thing: Thing }) {
  const [t, titleOf] = [useTranslations("commandBar"), useOperationTitle()];
  const sign = <NavIcon name={icons[thing.kind]} />;
  const subject = inert(subjectOf(thing));
  switch (thing.kind) {
    case "delivery":
      return (
        <Line sign={sign} name={t("thing.delivery", { id: thing.id })}>
          <DeliveryWords {...thing} />
        </Line>
      );
    case "relying_party":
      return (
        <Line sign={sign} name={subject}>
          {t("kind.relying_party", { state: thing.on ? "on" : "off" })}
        </Line>
      );
    case "kid":
      return (
        <Line sign={sign} name={<span className="mono">{subject}</span>}>
          {t("kind.kid", { relyingParty: inert(thing.relyingParty) })}
        </Line>
      );
    case "customer":
      return <Line sign={sign} name={t("thing.customer", { id: thing.id })} />;
    case "incident":
      return (
        <Line sign={sign} name={t("thing.incident", { name: subject, title: inert(thing.title) })}>
          <IncidentState state={thing.open ? "open" : "resolved"} />
        </Line>
      );
    case "request":
      return (
        <Line sign={sign} name={titleOf(thing.operation, thing.subject)}>
          <RequestState state={thing.state} />
        </Line>
      );
  }
}

function DeliveryWords({ eventType, relyingParty, state }: Extract<Thing, { kind: "delivery" }>) {
  const [t, states] = [useTranslations("commandBar"), useTranslations("deliveries.state")];
  return (
    <>
      {t("kind.delivery", { event: inert(eventType), relyingParty: inert(relyingParty) })} · {states(state)}
    </>
  );
}
