import type { Kernel } from "../kernel/kernel";
import { badDeploy } from "./bad-deploy";
import { clerkOutage } from "./clerk-outage";
import { clerkRateLimitStorm } from "./clerk-rate-limit-storm";
import { configError } from "./config-error";
import { idempotencyConflicts } from "./idempotency-conflicts";
import { identityDatabaseDown } from "./identity-database-down";
import { jwksOutage } from "./jwks-outage";
import { kidMismatch } from "./kid-mismatch";
import { latencyDegradation } from "./latency-degradation";
import { mergeRace } from "./merge-race";
import { middlewareFailure } from "./middleware-failure";
import { relyingPartyOutage } from "./relying-party-outage";
import { renderApiDown } from "./render-api-down";
import { secretKeyLeak } from "./secret-key-leak";
import { sessionLogoutStorm } from "./session-logout-storm";
import { signingKeyLeak } from "./signing-key-leak";
import type { Surroundings } from "./surroundings";
import { userSyncLag } from "./user-sync-lag";
import { webhookBacklog } from "./webhook-backlog";

/** Registers every kind of trouble that this sandbox can really make; `healthy` is the kernel's own. */
export function registerScenarios(kernel: Kernel, surroundings: Surroundings): void {
  const known = [
    clerkOutage,
    clerkRateLimitStorm,
    secretKeyLeak,
    middlewareFailure,
    sessionLogoutStorm,
    webhookBacklog,
    userSyncLag,
    badDeploy,
    latencyDegradation,
    jwksOutage,
    kidMismatch,
    relyingPartyOutage,
    idempotencyConflicts,
    signingKeyLeak,
    mergeRace,
    identityDatabaseDown,
    renderApiDown,
    configError,
  ];
  for (const scenario of known) kernel.scenarios.register(scenario(kernel, surroundings));
}
