import { seedCustomers } from "./clerk/seed/customers";
import { seedPeople } from "./clerk/seed/people";
import { startClerk } from "./clerk/start";
import { readConfig, type SandboxConfig } from "./config";
import { startIdentityProvider } from "./identity-provider/start";
import { serveControl } from "./kernel/control";
import { createKernel, type Kernel } from "./kernel/kernel";
import { startNotifications } from "./notifications/start";
import { startRelyingParties } from "./relying-parties/start";
import { hostingOf } from "./render/hosting";
import { startRender } from "./render/start";
import { createSecretScanner } from "./reporters/secret-scanner";
import { registerScenarios } from "./scenarios/register";
import { startClerkStatus } from "./status-page/start";
import { startTargetApps } from "./target-apps/start";
import { controlsOf, partsOf, type World } from "./world";

async function main(): Promise<void> {
  const config = readConfig(process.env);
  const kernel = createKernel();
  const world = await startWorld(kernel, config);
  registerScenarios(kernel, world);
  const control = await serveControl(kernel, controlsOf(kernel, world), config.ports.control);
  console.log(`sandbox ready http://127.0.0.1:${control.port}`);

  const stop = async () => {
    await control.close();
    // What a scenario wrote into a database would outlive this process, and nobody would know how to take it back.
    await kernel.scenarios.stopAll().catch((error: unknown) => console.error(error));
    await Promise.allSettled(partsOf(world).map((part) => part.close()));
    process.exit(0);
  };
  process.once("SIGTERM", () => void stop());
  process.once("SIGINT", () => void stop());
}

async function startWorld(kernel: Kernel, config: SandboxConfig): Promise<World> {
  const { ports, consoleOrigin } = config;
  const { organizationId, ...consoleKeys } = config.clerkConsole;
  const allowedOrigins = [consoleOrigin];
  const clerkSecretKey = config.clerkManaged.secretKey;
  const render = await startRender(kernel, { ...config, clerkSecretKey });
  const hosting = hostingOf(render.platform);
  const relyingParties = await startRelyingParties(kernel, config);
  const identityProvider = await startIdentityProvider(kernel, config, { hosting });
  for (const slug of ["identity-provider", "identity-provider-jobs"])
    render.jobs.install(slug, identityProvider.machine);
  return {
    config,
    notifications: await startNotifications(kernel, config),
    relyingParties,
    clerkConsole: await startClerk(
      kernel,
      { name: "clerk-console", applicationName: "Sallyport", allowedOrigins, ...consoleKeys },
      { port: ports.clerkConsole, seed: (instance) => seedPeople(instance, organizationId) },
    ),
    clerkManaged: await startClerk(
      kernel,
      { name: "clerk-managed", applicationName: "Customers", allowedOrigins, ...config.clerkManaged },
      { port: ports.clerkManaged, seed: seedCustomers },
    ),
    render,
    clerkStatus: await startClerkStatus(kernel, ports.clerkStatus),
    identityProvider,
    secretScanner: createSecretScanner({ consoleOrigin, token: config.apiTokens.signal }),
    targetApps: await startTargetApps(kernel, { ports, clerkSecretKey }, hosting),
  };
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exit(1);
});
