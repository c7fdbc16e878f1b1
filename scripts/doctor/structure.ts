import { systemActor } from "@/lib/access/system";
import { askProbes } from "@/lib/triage/queries/ask-probes";
import { found, type Look } from "./finding";
import { missingQueues, unreadableTables, wrongRights } from "./foundations";
import { versionsBelow } from "./versions";

/** Nothing below a version that closes what is known of it. */
export const lookAtVersions: Look = async () => {
  const below = await versionsBelow();
  return below.length === 0
    ? found("ok", "at or above their floors, and so is Node")
    : found("down", `below the version that closes what is known: ${below.join(", ")}`);
};

export const lookAtRights: Look = async () => {
  const { lacking, beyond } = await wrongRights();
  if (beyond.length > 0) return found("down", `the app's role could rewrite ${beyond.join(", ")}: npm run migrate`);
  return lacking.length === 0
    ? found("ok", "the app's role may what it needs, and no more")
    : found("down", `the app's role lacks rights on ${lacking.join(", ")}: npm run migrate`);
};

export const lookAtQueues: Look = async () => {
  const missing = await missingQueues();
  return missing.length === 0
    ? found("ok", "those of the worker are there")
    : found("down", `${missing.join(", ")} are missing: npm run migrate`);
};

export const lookAtIdentityTables: Look = async () => {
  const { needed, optional } = await unreadableTables();
  if (needed.length > 0) return found("down", `${needed.join(", ")}: not there, or not readable by both roles`);
  return optional.length === 0
    ? found("ok", "all that are read are there")
    : found("degraded", `without ${optional.join(", ")} a part is unknown: docs/identity-provider.md`);
};

/** What the probes of the worker see, asked once: connections, credentials and key sets of everything around. */
export const lookAtNeighbours: Look = async () => {
  const readings = await askProbes(systemActor(), "neighbours");
  const notOk = readings.filter(({ status }) => status !== "ok");
  const said = notOk.map(({ probe, status, detail }) => `${probe} ${status}${detail ? ` (${detail})` : ""}`);
  return notOk.length === 0
    ? found("ok", `${readings.length} probes answer`)
    : found(
        notOk.every(({ status }) => status === "unknown") ? "unknown" : "degraded",
        `${said.join("; ")}: npm run status`,
      );
};
