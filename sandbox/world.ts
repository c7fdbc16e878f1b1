import { customerControl } from "./clerk/customer-control";
import { dashboardControl } from "./clerk/dashboard-control";
import { rolesOf, setRoles } from "./clerk/roles";
import type { ClerkPart } from "./clerk/start";
import type { SandboxConfig } from "./config";
import type { IdentityProvider } from "./identity-provider/start";
import type { Controls } from "./kernel/control";
import type { Kernel } from "./kernel/kernel";
import type { Part } from "./kernel/part";
import { PASSWORD, PEOPLE } from "./people";
import type { RelyingParties } from "./relying-parties/start";
import type { Render } from "./render/start";
import type { SecretScanner } from "./reporters/secret-scanner";
import { statusPageControl } from "./status-page/control";
import type { ClerkStatus } from "./status-page/start";
import type { TargetApps } from "./target-apps/start";

/** Everything outside the console, running. */
export type World = {
  config: SandboxConfig;
  clerkConsole: ClerkPart;
  clerkManaged: ClerkPart;
  clerkStatus: ClerkStatus;
  render: Render;
  targetApps: TargetApps;
  secretScanner: SecretScanner;
  identityProvider: IdentityProvider;
  relyingParties: RelyingParties;
  /** Slack, PagerDuty, mail and a receiver of webhooks. */
  notifications: Part;
};

/** What the control API may do to the world. */
export function controlsOf(kernel: Kernel, world: World): Controls {
  const { organizationId } = world.config.clerkConsole;
  return {
    describe: () => describe(world),
    async reset() {
      await kernel.scenarios.stopAll();
      kernel.clock.reset();
      for (const part of partsOf(world)) await part.reset();
      kernel.journal.clear();
    },
    setRoles: async (email, roles) => setRoles(world.clerkConsole.instance, organizationId, { email, roles }),
    generateOutbox: (order) => world.identityProvider.generateOutbox(order),
    routes: [
      ...statusPageControl(world.clerkStatus.page),
      ...world.render.controlRoutes,
      ...dashboardControl(world.clerkManaged.instance),
      ...customerControl(world.clerkManaged.instance, () => world.clerkManaged.reset()),
      ...world.relyingParties.controlRoutes,
    ],
  };
}

/** In the order in which they are reset: relying parties read what the identity provider holds. */
export function partsOf(world: World): Part[] {
  const { clerkConsole, clerkManaged, clerkStatus, render, targetApps, identityProvider, relyingParties } = world;
  const hosts = [clerkConsole, clerkManaged, clerkStatus, render, targetApps];
  return [...hosts, identityProvider, relyingParties, world.notifications];
}

async function describe(world: World): Promise<unknown> {
  const { config, clerkConsole } = world;
  const { ports } = config;
  return {
    console: config.consoleOrigin,
    neighbours: {
      "clerk-console": clerkAddresses(ports.clerkConsole),
      "clerk-managed": { ...clerkAddresses(ports.clerkManaged), platformApi: at(ports.clerkManaged) },
      "clerk-status": at(ports.clerkStatus),
      render: at(ports.render),
      "identity-provider": at(ports.identityProvider),
      "relying-parties": at(ports.relyingParties),
      "target-apps": at(ports.targetApps),
      slack: at(ports.notifications),
      pagerduty: at(ports.notifications),
      "notice-webhook": at(ports.notifications),
      smtp: `smtp://127.0.0.1:${ports.smtp}`,
    },
    relyingParties: await world.identityProvider.relyingParties(),
    postgres: { console: config.consoleDatabaseUrl, identityProvider: config.identityProviderDatabaseUrl },
    people: PEOPLE.map(({ email, code }) => ({
      email,
      roles: rolesOf(clerkConsole.instance, config.clerkConsole.organizationId, email),
      password: PASSWORD,
      code,
      ...sheetOf(config, email),
    })),
    apiTokens: config.apiTokens,
  };
}

/** Who may come into the console without Clerk: what is on their paper, and the PIN that is not. */
function sheetOf({ sheets }: SandboxConfig, email: string): { recoveryCodes?: string[]; pin?: string } {
  const sheet = sheets.find((each) => each.email === email);
  return sheet ? { recoveryCodes: sheet.codes, pin: sheet.pin } : {};
}

function clerkAddresses(port: number): { frontendApi: string; backendApi: string } {
  return { frontendApi: at(port), backendApi: at(port) };
}

function at(port: number): string {
  return `http://127.0.0.1:${port}`;
}
