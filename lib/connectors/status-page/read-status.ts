import "server-only";
import { env } from "@/lib/core/env";
import { type Answer, request } from "../request";
import { wireIncidents, wireSummary } from "./wire";

const indicators = ["none", "minor", "major", "critical", "maintenance"] as const;
export type Indicator = (typeof indicators)[number] | "unknown";

/** What somebody wrote on Clerk's status page. Never a verdict: pages lag, and people forget them. */
export type Opinion = {
  indicator: Indicator;
  /** When the page was last changed, as it says. */
  updatedAt: Date | null;
  /** How many incidents it calls open, and since when the oldest; null where the page does not tell. */
  openIncidents: number | null;
  openSince: Date | null;
};

/** @source status.clerk.com: an incident.io page in the shape of Statuspage v2, without `incidents/unresolved.json` */
export async function readStatusPage(timeoutMs: number): Promise<Answer<Opinion>> {
  const read = (path: string) => request({ url: new URL(path, env().MANAGED_CLERK_STATUS_URL), timeoutMs });
  const [summary, list] = await Promise.all([read("/api/v2/summary.json"), read("/api/v2/incidents.json")]);
  if (!summary.ok) return summary;
  const { status, body } = summary.value;
  const parsed = wireSummary.safeParse(body);
  if (status !== 200 || !parsed.success) return { ok: false, failure: { kind: "unexpected_answer", status } };
  const said = indicators.find((each) => each === parsed.data.status.indicator) ?? "unknown";
  const updatedAt = instant(parsed.data.page?.updated_at);
  const incidents = list.ok && list.value.status === 200 ? wireIncidents.safeParse(list.value.body) : null;
  const open = incidents?.data?.incidents?.filter(({ status: each }) => !["resolved", "postmortem"].includes(each));
  const sinces = (open ?? []).flatMap(({ created_at: at }) => instant(at) ?? []);
  const openSince = sinces.toSorted((one, other) => one.getTime() - other.getTime())[0] ?? null;
  return { ok: true, value: { indicator: said, updatedAt, openIncidents: open?.length ?? null, openSince } };
}

function instant(text: string | null | undefined): Date | null {
  const at = new Date(text ?? "");
  return Number.isNaN(at.getTime()) ? null : at;
}
