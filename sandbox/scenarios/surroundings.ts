import type { ClerkPart } from "../clerk/start";
import type { IdentityProvider } from "../identity-provider/start";
import type { RelyingParties } from "../relying-parties/start";
import type { Render } from "../render/start";
import type { SecretScanner } from "../reporters/secret-scanner";
import type { ClerkStatus } from "../status-page/start";
import type { TargetApps } from "../target-apps/start";

/** The neighbours whose insides a scenario may turn. */
export type Surroundings = {
  clerkManaged: ClerkPart;
  clerkStatus: ClerkStatus;
  render: Render;
  targetApps: TargetApps;
  identityProvider: IdentityProvider;
  relyingParties: RelyingParties;
  secretScanner: SecretScanner;
};
