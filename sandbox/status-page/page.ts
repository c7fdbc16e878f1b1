import { randomBytes } from "node:crypto";
import type { Clock } from "../kernel/clock";
import { COMPONENTS, type ComponentStatus, type Impact, type Incident, pastIncidents } from "./history";

/** What somebody posts on the page. */
export type Posting = { name: string; impact: Impact; component: string; body: string };

/** What the page can be made to say, whatever is true. */
export type Opinion = {
  /** Shown instead of what follows from the incidents. */
  indicator?: Impact;
  /** Leaves the list of incidents out of every answer. */
  incidentsMissing?: boolean;
  /** The page says that it was last changed so long ago. */
  updatedSecondsAgo?: number;
};

/** A page that people write by hand: nothing on it follows from what Clerk does. */
export type StatusPage = {
  incidents(): Incident[];
  componentStatus(name: string): ComponentStatus;
  indicator(): Impact;
  updatedAt(): Date;
  opinion(): Opinion;
  /** @param afterSeconds of sandbox time; the page is late, as pages are. @returns a function that takes it down again */
  post(posting: Posting, afterSeconds?: number): () => void;
  say(opinion: Opinion): void;
  reset(): void;
};

type Planned = { posting: Posting; dueAt: number };

const RANK: readonly Impact[] = ["none", "minor", "major", "critical"];
const COMPONENT_OF: Record<Impact, ComponentStatus> = {
  none: "operational",
  minor: "degraded_performance",
  major: "partial_outage",
  critical: "major_outage",
};

export function createStatusPage(clock: Clock): StatusPage {
  let opinion: Opinion = {};
  let planned: Planned[] = [];
  let posted = new Map<Planned, Incident>();
  let past = pastIncidents(Date.now());

  /** Whatever has come due stands on the page from the moment at which somebody looks. */
  function open(): Incident[] {
    for (const each of planned) {
      if (clock.now() >= each.dueAt && !posted.has(each)) posted.set(each, incidentOf(each.posting, new Date()));
    }
    return [...posted.values()].toReversed();
  }

  return {
    incidents: () => [...open(), ...past],
    componentStatus: (name) =>
      COMPONENT_OF[gravest(open().filter(({ components }) => components.includes(name)))] ?? "operational",
    indicator: () => opinion.indicator ?? gravest(open()),
    updatedAt: () => new Date(Date.now() - (opinion.updatedSecondsAgo ?? 0) * 1000),
    opinion: () => opinion,
    post(posting, afterSeconds = 0) {
      const each = { posting, dueAt: clock.now() + afterSeconds * 1000 };
      planned = [...planned, each];
      return () => {
        planned = planned.filter((other) => other !== each);
        posted.delete(each);
      };
    },
    say(said) {
      opinion = said;
    },
    reset() {
      opinion = {};
      planned = [];
      posted = new Map();
      past = pastIncidents(Date.now());
    },
  };
}

export const isComponent = (name: string): boolean => COMPONENTS.some((component) => component.name === name);

function gravest(incidents: Incident[]): Impact {
  return RANK.findLast((impact) => incidents.some((incident) => incident.impact === impact)) ?? "none";
}

/** @source incident.io: ids are ULIDs, instants have no fractions of a second */
function incidentOf({ name, impact, component, body }: Posting, at: Date): Incident {
  const id = `01K${randomBytes(16).toString("hex").toUpperCase().slice(0, 23)}`;
  const update = { id: `${id.slice(0, -1)}U`, status: "investigating" as const, body, at };
  return {
    id,
    name,
    impact,
    status: "investigating",
    components: [component],
    createdAt: at,
    resolvedAt: null,
    updates: [update],
  };
}
