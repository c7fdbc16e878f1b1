import { SignIn } from "@clerk/nextjs";
import { redirect } from "next/navigation";
import { getTranslations } from "next-intl/server";
import { ClerkSilent } from "@/components/access/clerk-silent";
import { MissingAccess } from "@/components/access/missing-access";
import { isHuman } from "@/lib/access/actor";
import { clerkHealth } from "@/lib/access/health";
import { identify, isGrantOver } from "@/lib/access/identify";
import { safeNextPath } from "@/lib/access/next-path";
import { env } from "@/lib/core/env";

type Props = { searchParams: Promise<{ next?: string | string[] }> };

export async function generateMetadata() {
  return { title: (await getTranslations("signIn"))("title") };
}

/** The way in, and for somebody who is signed in but can't come in: what is missing, and whom to ask. */
export default async function SignInPage({ searchParams }: Props) {
  const next = safeNextPath((await searchParams).next, "/triage");
  const identified = await identify();
  if (isHuman(identified)) redirect(next);
  // For as long as a browser brings a break-glass cookie, nothing of Clerk's is mounted here.
  if (isGrantOver(identified)) redirect(`/api/break-glass/leave?next=${encodeURIComponent(next)}`);
  if (!(await clerkHealth()).answers) return <ClerkSilent />;
  const { code } = identified.refusal;
  if (code !== "not_signed_in") return <MissingAccess code={code} organisation={env().CLERK_ORG_ID} next={next} />;
  return <SignIn routing="path" path="/sign-in" forceRedirectUrl={next} withSignUp={false} />;
}
