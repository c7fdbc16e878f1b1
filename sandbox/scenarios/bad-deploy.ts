import type { Kernel } from "../kernel/kernel";
import type { Scenario } from "../kernel/scenarios";
import { DEPLOY_MS, endOf } from "../render/deploy";
import { commitId } from "../render/seed/hosted-services";
import { reversible } from "./reversible";
import type { Surroundings } from "./surroundings";

const SERVICE = "identity-provider";
const LIVE_FOR_SECONDS = 40;

/** How long after a rollback the branch is deployed again by itself. */
const RETURNS_AFTER_SECONDS = 240;

/** The identity provider's newest commit went live a moment ago and answers 500. While auto-deploy is on, it comes back after a rollback. */
export function badDeploy(_kernel: Kernel, { render }: Surroundings): Scenario {
  const { platform } = render;
  return reversible(
    { name: "bad-deploy", title: "The identity provider answers 500 since its last deploy" },
    ({ later }) => {
      // Dated by the real clock, as everything is that a console compares it with; the sandbox's own may have been advanced.
      const advanced = (platform.now() - Date.now()) / 1000;
      const secondsAgo = advanced + DEPLOY_MS / 1000 + LIVE_FOR_SECONDS;
      const createdAt = platform.now() - (secondsAgo + 60) * 1000;
      const message = "Session keys: one query less";
      const commit = { id: commitId(`${message} ${createdAt}`), message, createdAt, flaw: { status: 500 } };
      later(platform.keep(SERVICE));
      // What somebody deployed since, or still deploys, comes back afterwards.
      const service = platform.get(SERVICE);
      service.deploys = service.deploys.filter((deploy) => endOf(deploy) <= createdAt);
      platform.deploy(SERVICE, { commit, secondsAgo });
      platform.follow(SERVICE, { head: commit, returnsAfterMs: RETURNS_AFTER_SECONDS * 1000 });
    },
  );
}
