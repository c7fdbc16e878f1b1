import { headers } from "next/headers";
import { getTranslations } from "next-intl/server";
import type { ReactNode } from "react";
import { ClerkLater } from "@/components/access/clerk-later";
import { AppBypassBanner } from "@/components/app-bypass/app-bypass-banner";
import { EndOwn } from "@/components/bypass/end-own";
import { GlassBanner } from "@/components/bypass/glass-banner";
import { EarlyPresses } from "@/components/console/early-presses";
import { LiveFrame, OutdatedNote, TroubleBanner } from "@/components/console/live-frame";
import { LiveRail } from "@/components/console/live-rail";
import { LiveTopBar } from "@/components/console/live-top-bar";
import { LiveVerdictStrip } from "@/components/console/live-verdict-strip";
import { PreferenceChoices } from "@/components/console/preference-choices";
import { QueryProvider } from "@/components/console/query-provider";
import { Shell } from "@/components/console/shell";
import { SignOut } from "@/components/console/sign-out";
import { clerkHealth } from "@/lib/access/health";
import { requirePerson } from "@/lib/access/identify";
import { ownScope } from "@/lib/access/own-scope";
import { currentPreferences } from "@/lib/access/preferences";
import { minutes } from "@/lib/core/duration";
import { env } from "@/lib/core/env";
import { shellView } from "@/lib/live/queries/views";
import { version } from "@/package.json";

/** The frame of every signed-in page. It draws; each page authorises itself again. */
export default async function ConsoleLayout({ children }: { children: ReactNode }) {
  const actor = await requirePerson();
  const [chosen, t, view, incoming] = [
    await currentPreferences(),
    await getTranslations(),
    await shellView(actor, (await clerkHealth()).answers),
    await headers(),
  ];
  const holder = actor.kind === "grant" ? { grantId: actor.grantId } : null;
  const roles = actor.roles.map((role) => t(`common.role.${role}`));
  const provedAt =
    actor.kind === "person"
      ? new Date(Date.parse(view.now) - minutes(actor.factor.secondFactorAgeMinutes)).toISOString()
      : undefined;
  const environment = env().SALLYPORT_SANDBOX ? t("shell.environment.sandbox") : t("shell.environment.production");
  const nonce = incoming.get("x-nonce") ?? undefined;
  return (
    <QueryProvider>
      <EarlyPresses nonce={nonce} />
      <ClerkLater publishableKey={actor.kind === "person" ? env().CLERK_PUBLISHABLE_KEY : null} nonce={nonce} />
      <LiveFrame initial={view} holder={holder}>
        <Shell
          banner={
            <>
              <GlassBanner />
              <AppBypassBanner />
              <TroubleBanner />
              <OutdatedNote />
            </>
          }
          verdict={<LiveVerdictStrip />}
          rail={<LiveRail foot={[environment, t("shell.version", { version })]} />}
          topBar={
            <LiveTopBar
              now={view.now}
              zone={chosen.timeZone}
              scope={ownScope(actor)}
              person={{ name: actor.name, email: actor.email, roles: holder ? [t("glass.holder"), ...roles] : roles }}
              provedAt={provedAt}
              preferences={
                holder ? <p className="small quiet">{t("glass.preferences")}</p> : <PreferenceChoices chosen={chosen} />
              }
              acts={holder ? <EndOwn id={holder.grantId} /> : <SignOut />}
            />
          }
        >
          {children}
        </Shell>
      </LiveFrame>
    </QueryProvider>
  );
}
