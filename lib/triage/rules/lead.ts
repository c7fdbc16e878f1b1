import { kindOf, type ProbeKind, type Triage } from "../shapes";
import { essential } from "./categories";

/** One sentence of the line under a verdict, with its figures. */
export type LeadSentence =
  | { says: "consequence" | "consoleSignIn" | "identityProviderWorks" | "clerkWorks" | "deliveriesWork" | "noneDead" }
  | { says: "apps"; failing: number; all: number }
  | { says: "appsWork" | "allOk"; all: number }
  | { says: "notAllOk"; all: number; ok: number; failing: number; unseen: number }
  | { says: "dead"; dead: number; growing: number }
  | { says: "unseen"; count: number };

type Evidence = Triage["evidence"];

/** What a verdict means for people, and what still works: by the evidence, never by what is usual for its category. */
export function leadOf({ category, evidence }: Pick<Triage, "category" | "evidence">): LeadSentence[] {
  if (category === "healthy") return [countOf(evidence), ...deadOf(evidence)];
  if (category === "unknown") return [{ says: "unseen", count: unseenOf(evidence) }, ...stillWorks(evidence)];
  return [{ says: "consequence" }, ...alsoFails(evidence), ...stillWorks(evidence)];
}

/** Whether everything of these kinds was seen, and is well. */
const well = (evidence: Evidence, ...kinds: ProbeKind[]): boolean =>
  kinds.every((kind) => {
    const seen = evidence.filter(({ probe }) => kindOf(probe) === kind);
    return seen.length > 0 && seen.every(({ status }) => status === "ok");
  });

const ofKind = (evidence: Evidence, kind: ProbeKind): Evidence =>
  evidence.filter(({ probe }) => kindOf(probe) === kind);

function alsoFails(evidence: Evidence): LeadSentence[] {
  const apps = ofKind(evidence, "app");
  const failing = apps.filter(({ status }) => status === "down").length;
  const console = ofKind(evidence, "console_clerk").some(({ status }) => status === "down");
  return [
    ...(failing > 0 ? [{ says: "apps", failing, all: apps.length } as const] : []),
    ...(console ? [{ says: "consoleSignIn" } as const] : []),
  ];
}

function stillWorks(evidence: Evidence): LeadSentence[] {
  const idp = well(evidence, "idp_up", "idp_token", "idp_jwks", "idp_database");
  return [
    ...(idp ? [{ says: "identityProviderWorks" } as const] : []),
    ...(well(evidence, "clerk_api", "clerk_frontend") ? [{ says: "clerkWorks" } as const] : []),
    ...(well(evidence, "app") ? [{ says: "appsWork", all: ofKind(evidence, "app").length } as const] : []),
    ...(well(evidence, "outbox", "relying_parties") ? [{ says: "deliveriesWork" } as const] : []),
  ];
}

/** How many of all the checks are how. */
export function tallyOf(evidence: Evidence): { all: number; ok: number; failing: number; unseen: number } {
  const ok = evidence.filter(({ status }) => status === "ok").length;
  const unseen = evidence.filter(({ status }) => status === "unknown").length;
  return { all: evidence.length, ok, unseen, failing: evidence.length - ok - unseen };
}

function countOf(evidence: Evidence): LeadSentence {
  const tally = tallyOf(evidence);
  return tally.ok === tally.all ? { says: "allOk", all: tally.all } : { says: "notAllOk", ...tally };
}

function deadOf(evidence: Evidence): LeadSentence[] {
  const value = ofKind(evidence, "outbox").find(({ status }) => status !== "unknown")?.value;
  const [dead, growing] = [value?.dead, value?.diedLately];
  if (typeof dead !== "number") return [];
  return dead === 0
    ? [{ says: "noneDead" }]
    : [{ says: "dead", dead, growing: typeof growing === "number" ? growing : 0 }];
}

const unseenOf = (evidence: Evidence): number =>
  essential.filter((kind) => !ofKind(evidence, kind).some(({ status }) => status !== "unknown")).length;
