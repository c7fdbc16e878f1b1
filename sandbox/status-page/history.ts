export type Impact = "none" | "minor" | "major" | "critical";
export type ComponentStatus = "operational" | "degraded_performance" | "partial_outage" | "major_outage";
export type IncidentStatus = "investigating" | "identified" | "monitoring" | "resolved";

export type Incident = {
  id: string;
  name: string;
  impact: Impact;
  status: IncidentStatus;
  /** Names of components. */
  components: string[];
  createdAt: Date;
  resolvedAt: Date | null;
  /** Newest first. */
  updates: { id: string; status: IncidentStatus; body: string; at: Date }[];
};

/** As Clerk's page names them. Nobody is locked out by the last two. */
export const COMPONENTS = [
  { id: "01JAUTHENTICATION0000000001", name: "Authentication & User" },
  { id: "01JSESSIONS000000000000002", name: "Session management" },
  { id: "01JPLATFORM000000000000003", name: "Platform API" },
  { id: "01JWEBHOOKS000000000000004", name: "Webhooks" },
  { id: "01JDASHBOARD00000000000005", name: "Dashboard" },
  { id: "01JBILLING0000000000000006", name: "Billing" },
] as const;

const DAY_MS = 86_400_000;
const PAST = [
  { days: 6, minutes: 38, name: "Delayed webhook deliveries", impact: "minor", component: "Webhooks" },
  { days: 41, minutes: 22, name: "Dashboard is slow to load", impact: "minor", component: "Dashboard" },
  {
    days: 97,
    minutes: 71,
    name: "Elevated errors while signing in",
    impact: "major",
    component: "Authentication & User",
  },
] as const;

/** What lies behind: all of it resolved. @param nowMs the moment from which it is counted back */
export function pastIncidents(nowMs: number): Incident[] {
  return PAST.map(({ days, minutes, name, impact, component }, index) => {
    const createdAt = new Date(nowMs - days * DAY_MS);
    const resolvedAt = new Date(createdAt.getTime() + minutes * 60_000);
    const id = `01JPAST00000000000000000${index}0`;
    return {
      id,
      name,
      impact,
      status: "resolved",
      components: [component],
      createdAt,
      resolvedAt,
      updates: [
        { id: `${id}R`, status: "resolved", body: "This incident has been resolved.", at: resolvedAt },
        { id: `${id}I`, status: "investigating", body: "We are investigating.", at: createdAt },
      ],
    };
  });
}
