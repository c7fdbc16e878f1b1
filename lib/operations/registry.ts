import "server-only";
import { type OperationName, operationPolicy } from "@/lib/access/policy";
import { roles } from "@/lib/access/roles";
import { activateKey } from "./activate-key";
import { addApp } from "./add-app";
import { addContact } from "./add-contact";
import { addPasskey } from "./add-passkey";
import { adoptClerkKey } from "./adopt-clerk-key";
import { advanceReplay } from "./advance-replay";
import { advanceRevocation } from "./advance-revocation";
import { annotateDelivery } from "./annotate-delivery";
import { annotateIncident } from "./annotate-incident";
import { autoDeployOnService } from "./auto-deploy-on-service";
import { backfillLinksRelyingParty } from "./backfill-links-relying-party";
import { beatWorker } from "./beat-worker";
import { blockRolePerson } from "./block-role-person";
import { cancelDeploy } from "./cancel-deploy";
import { cancelJob } from "./cancel-job";
import { cancelReplay } from "./cancel-replay";
import { cancelRevocation } from "./cancel-revocation";
import { changeApp } from "./change-app";
import { changeContact } from "./change-contact";
import { checkpointRecord } from "./checkpoint-record";
import { clearOverrideTriage } from "./clear-override-triage";
import { clearSignal } from "./clear-signal";
import { closeClerkKey } from "./close-clerk-key";
import { compromiseKey } from "./compromise-key";
import { createApiToken } from "./create-api-token";
import { declareIncident } from "./declare-incident";
import type { Operation } from "./define";
import { discardDelivery } from "./discard-delivery";
import { dispatchNotice } from "./dispatch-notice";
import { drillBypass } from "./drill-bypass";
import { endAppBypass } from "./end-app-bypass";
import { endBypass } from "./end-bypass";
import { enrolBypass } from "./enrol-bypass";
import { escalateReview } from "./escalate-review";
import { exportDelivery } from "./export-delivery";
import { fileReview } from "./file-review";
import { followDelivery } from "./follow-delivery";
import { followDeploy } from "./follow-deploy";
import { followTask } from "./follow-task";
import { forgetLeftover } from "./forget-leftover";
import { grantRolePerson } from "./grant-role-person";
import { hearUsesAppBypass } from "./hear-uses-app-bypass";
import { inspectReadinessBypass } from "./inspect-readiness-bypass";
import { lockOutPerson } from "./lock-out-person";
import { maintenanceService } from "./maintenance-service";
import { markDeliveredDelivery } from "./mark-delivered-delivery";
import { nowProbe } from "./now-probe";
import { openAppBypass } from "./open-app-bypass";
import { overrideTriage } from "./override-triage";
import { pauseReplay } from "./pause-replay";
import { pauseRevocation } from "./pause-revocation";
import { publishKey } from "./publish-key";
import { purgeCacheAllIdentity } from "./purge-cache-all-identity";
import { purgeCacheIdentity } from "./purge-cache-identity";
import { raiseSignal } from "./raise-signal";
import { readNotice } from "./read-notice";
import { reconcileRequest } from "./reconcile-request";
import { releaseClerkKey } from "./release-clerk-key";
import { remindService } from "./remind-service";
import { removeApp } from "./remove-app";
import { removeContact } from "./remove-contact";
import { removeDeliveryView } from "./remove-delivery-view";
import { removePasskey } from "./remove-passkey";
import { renamePasskey } from "./rename-passkey";
import { renewTokenAppBypass } from "./renew-token-app-bypass";
import { replaceClerkKey } from "./replace-clerk-key";
import { replayDelivery } from "./replay-delivery";
import { replayNotice } from "./replay-notice";
import { requireAdminRelyingParty } from "./require-admin-relying-party";
import { resolveIncident } from "./resolve-incident";
import { restartService } from "./restart-service";
import { restoreDelivery } from "./restore-delivery";
import { resumeReplay } from "./resume-replay";
import { resumeRevocation } from "./resume-revocation";
import { resumeService } from "./resume-service";
import { retireKey } from "./retire-key";
import { retryDelivery } from "./retry-delivery";
import { revealPayloadDelivery } from "./reveal-payload-delivery";
import { revokeApiToken } from "./revoke-api-token";
import { revokeEveryoneSession } from "./revoke-everyone-session";
import { revokePersonSession } from "./revoke-person-session";
import { rollUpProbe } from "./roll-up-probe";
import { rollbackDeploy } from "./rollback-deploy";
import { rollbackEmergencyDeploy } from "./rollback-emergency-deploy";
import { routeChannel } from "./route-channel";
import { sampleProbe } from "./sample-probe";
import { saveDeliveryView } from "./save-delivery-view";
import { seedApp } from "./seed-app";
import { sendNotice } from "./send-notice";
import { setEnvKey } from "./set-env-key";
import { setPreferences } from "./set-preferences";
import { setRateReplay } from "./set-rate-replay";
import { setSheetBypass } from "./set-sheet-bypass";
import { showCacheIdentity } from "./show-cache-identity";
import { strikeBypass } from "./strike-bypass";
import { suspendService } from "./suspend-service";
import { sweepAppBypass } from "./sweep-app-bypass";
import { sweepBypass } from "./sweep-bypass";
import { sweepRequest } from "./sweep-request";
import { switchOffRelyingParty } from "./switch-off-relying-party";
import { switchOnRelyingParty } from "./switch-on-relying-party";
import { syncPerson } from "./sync-person";
import { takeExportDelivery } from "./take-export-delivery";
import { testChannel } from "./test-channel";
import { triggerDeploy } from "./trigger-deploy";
import { trustRespondersRelyingParty } from "./trust-responders-relying-party";
import { undoReplay } from "./undo-replay";
import { verifyContact } from "./verify-contact";
import { vouchClerkKey } from "./vouch-clerk-key";
import { watchIncident } from "./watch-incident";
import { withdrawRequest } from "./withdraw-request";
import { withdrawSignal } from "./withdraw-signal";
import { writeReview } from "./write-review";

/** Everything that this console can do to anything, in alphabetical order of file names. */
export const operations: readonly Operation[] = [
  activateKey,
  addApp,
  addContact,
  addPasskey,
  adoptClerkKey,
  advanceReplay,
  advanceRevocation,
  annotateDelivery,
  annotateIncident,
  autoDeployOnService,
  backfillLinksRelyingParty,
  beatWorker,
  blockRolePerson,
  cancelDeploy,
  cancelJob,
  cancelReplay,
  cancelRevocation,
  changeApp,
  changeContact,
  checkpointRecord,
  clearOverrideTriage,
  clearSignal,
  closeClerkKey,
  compromiseKey,
  createApiToken,
  declareIncident,
  discardDelivery,
  dispatchNotice,
  drillBypass,
  endAppBypass,
  endBypass,
  enrolBypass,
  escalateReview,
  exportDelivery,
  fileReview,
  followDelivery,
  followDeploy,
  followTask,
  forgetLeftover,
  grantRolePerson,
  hearUsesAppBypass,
  inspectReadinessBypass,
  lockOutPerson,
  maintenanceService,
  markDeliveredDelivery,
  nowProbe,
  openAppBypass,
  overrideTriage,
  pauseReplay,
  pauseRevocation,
  publishKey,
  purgeCacheAllIdentity,
  purgeCacheIdentity,
  raiseSignal,
  readNotice,
  reconcileRequest,
  releaseClerkKey,
  remindService,
  removeApp,
  removeContact,
  removeDeliveryView,
  removePasskey,
  renamePasskey,
  renewTokenAppBypass,
  replaceClerkKey,
  replayDelivery,
  replayNotice,
  requireAdminRelyingParty,
  resolveIncident,
  restartService,
  restoreDelivery,
  resumeReplay,
  resumeRevocation,
  resumeService,
  retireKey,
  retryDelivery,
  revealPayloadDelivery,
  revokeApiToken,
  revokeEveryoneSession,
  revokePersonSession,
  rollUpProbe,
  rollbackDeploy,
  rollbackEmergencyDeploy,
  routeChannel,
  sampleProbe,
  saveDeliveryView,
  seedApp,
  sendNotice,
  setEnvKey,
  setPreferences,
  setRateReplay,
  setSheetBypass,
  showCacheIdentity,
  strikeBypass,
  suspendService,
  sweepAppBypass,
  sweepBypass,
  sweepRequest,
  switchOffRelyingParty,
  switchOnRelyingParty,
  syncPerson,
  takeExportDelivery,
  testChannel,
  triggerDeploy,
  trustRespondersRelyingParty,
  undoReplay,
  verifyContact,
  vouchClerkKey,
  watchIncident,
  withdrawRequest,
  withdrawSignal,
  writeReview,
];

const byName = new Map(operations.map((operation) => [operation.name as string, operation]));

/** Default deny, at boot: an operation that the policy doesn't know, or knows differently, stops the process. */
for (const name of Object.keys(operationPolicy) as OperationName[]) {
  const [operation, policy] = [byName.get(name), operationPolicy[name]];
  const allowed = roles.filter((role) => policy[role] !== "no");
  const agrees = operation?.risk === policy.risk && operation.allows.join() === allowed.join();
  if (!agrees) throw new Error(`the policy and the operation ${name} do not agree`);
}
if (byName.size !== operations.length || byName.size !== Object.keys(operationPolicy).length) {
  throw new Error("an operation is registered twice, or without a policy");
}

export const findOperation = (name: string): Operation | undefined => byName.get(name);
