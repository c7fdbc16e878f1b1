import "server-only";
import type { SystemActor } from "@/lib/access/actor";
import { isDatabaseTrouble } from "@/lib/core/database-trouble";
import { describeError, log } from "@/lib/core/log";
import { fitting } from "../rules/fitting";
import type { ProbeKind, ProbeLane, Reading } from "../shapes";
import { probeApps } from "./probes/apps";
import { probeClock } from "./probes/clock";
import { probeConsoleClerk } from "./probes/console-clerk";
import { probeConsoleDatabase } from "./probes/console-database";
import { probeOutbox, probeRelyingParties, probeUserSync } from "./probes/deliveries";
import { probeIdentityLinks } from "./probes/identity-links";
import { probeIdpDatabase, probeIdpJwks, probeIdpToken, probeIdpUp } from "./probes/identity-provider";
import { probeClerkApi, probeClerkFrontend, probeStatusPage } from "./probes/managed-clerk";
import { probeRender } from "./probes/render";

type Probe = (actor: SystemActor) => Promise<Reading | Reading[]>;

const probesOf: Record<ProbeLane, Partial<Record<ProbeKind, Probe>>> = {
  console_clerk: { console_clerk: probeConsoleClerk },
  neighbours: {
    clerk_api: probeClerkApi,
    clerk_frontend: probeClerkFrontend,
    clerk_status_page: probeStatusPage,
    idp_up: probeIdpUp,
    idp_token: probeIdpToken,
    idp_jwks: probeIdpJwks,
    idp_database: probeIdpDatabase,
    outbox: probeOutbox,
    relying_parties: probeRelyingParties,
    user_sync: probeUserSync,
    identity_links: probeIdentityLinks,
    app: probeApps,
    clock: probeClock,
    console_database: probeConsoleDatabase,
  },
  // A lane of its own: its API has a budget, which the others have not.
  render: { render: probeRender },
};

/**
 * Looks at everything of a lane at once. Each probe keeps a deadline of its own and says itself what it could not see; of one that
 * breaks nothing is known.
 */
export async function askProbes(actor: SystemActor, lane: ProbeLane): Promise<Reading[]> {
  const probes = Object.entries(probesOf[lane]) as [ProbeKind, Probe][];
  const seen = await Promise.all(
    probes.map(async ([kind, probe]) => probe(actor).catch((error) => broken(kind, error))),
  );
  return seen.flat().map(fitting);
}

function broken(probe: ProbeKind, error: unknown): Reading {
  const detail = isDatabaseTrouble(error) ? "console_database_unreachable" : "probe_broke";
  log().error({ probe, error: describeError(error) }, detail);
  return { probe, status: "unknown", latencyMs: null, detail, value: null };
}
