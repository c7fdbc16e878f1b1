import Link from "next/link";
import { useTranslations } from "next-intl";
import { inert } from "@/lib/core/text";
import type { Customer, IdentityUser } from "@/lib/customers/shapes";
import { Copyable } from "../ui/copyable";
import { Fact, Facts } from "../ui/facts";
import { Masked } from "../ui/masked";
import { Note } from "../ui/note";
import { Section } from "../ui/section";
import { State } from "../ui/state";
import { Time } from "../ui/time";
import { PartMissing } from "./part-missing";

/** What the identity provider's row says of somebody, and who else has their address. */
export function IdentityPart({ customer, now }: { customer: Customer; now: string }) {
  const t = useTranslations("customers");
  const { identity: part, namesake, sameEmail } = customer;
  return (
    <Section title={t("identityPart.section")}>
      {!part.ok ? (
        <PartMissing part="identity" trouble={part.trouble} />
      ) : part.value === null ? (
        <p>
          <State name="down">{t("identityPart.nobody")}</State>
        </p>
      ) : (
        <IdentityFacts user={part.value} sameEmail={sameEmail} now={now} />
      )}
      {namesake === null ? null : (
        <Note kind="degraded">
          {t.rich(`namesake.${namesake.place}`, {
            id: inert(namesake.id),
            link: (words) => (
              <Link prefetch={false} href={`/people/${encodeURIComponent(namesake.id)}`}>
                {words}
              </Link>
            ),
          })}
        </Note>
      )}
    </Section>
  );
}

function IdentityFacts({ user, sameEmail, now }: { user: IdentityUser; sameEmail: boolean | null; now: string }) {
  const t = useTranslations("customers.identityPart");
  return (
    <Facts>
      <Fact term={t("id")}>
        <Copyable text={user.id} name={t("id")} />
      </Fact>
      <Fact term={t("clerkId")} mono={user.clerkId !== null}>
        {user.clerkId === null ? t("noClerkId") : inert(user.clerkId)}
      </Fact>
      <Fact term={t("email")}>
        <Masked>{user.maskedEmail}</Masked>{" "}
        {sameEmail === null ? null : (
          <State name={sameEmail ? "ok" : "degraded"}>{t(sameEmail ? "same" : "differs")}</State>
        )}
      </Fact>
      <Fact term={t("canonical")}>
        {user.canonicalUserId === null ? (
          t("own")
        ) : (
          <Link prefetch={false} href={`/people/${user.canonicalUserId}`} className="mono">
            {user.canonicalUserId}
          </Link>
        )}
      </Fact>
      <Fact term={t("created")}>
        <Time at={user.createdAt} now={now} />
      </Fact>
      <Fact term={t("updated")}>
        <Time at={user.updatedAt} now={now} />
      </Fact>
    </Facts>
  );
}
