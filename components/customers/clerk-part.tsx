import { useTranslations } from "next-intl";
import type { CustomerAtClerk, MaskedAddress, Part } from "@/lib/customers/shapes";
import { Copyable } from "../ui/copyable";
import { Fact, Facts } from "../ui/facts";
import { Masked } from "../ui/masked";
import { Section } from "../ui/section";
import { State } from "../ui/state";
import { Time } from "../ui/time";
import { PartMissing } from "./part-missing";

/** What Clerk says of somebody. */
export function ClerkPart({ part, now }: { part: Part<CustomerAtClerk | null>; now: string }) {
  const t = useTranslations("customers.clerkPart");
  return (
    <Section title={t("section")}>
      {!part.ok ? (
        <PartMissing part="clerk" trouble={part.trouble} />
      ) : part.value === null ? (
        <p>
          <State name="down">{t("nobody")}</State>
        </p>
      ) : (
        <ClerkFacts user={part.value} now={now} />
      )}
    </Section>
  );
}

function ClerkFacts({ user, now }: { user: CustomerAtClerk; now: string }) {
  const t = useTranslations("customers.clerkPart");
  const bars = (["banned", "locked", "deprovisioned"] as const).filter((bar) => user[bar]);
  const ways = [
    ...(user.hasPassword ? [t("password")] : []),
    ...(user.connections > 0 ? [t("connections", { count: user.connections })] : []),
    ...(user.passkeys > 0 ? [t("passkeys", { count: user.passkeys })] : []),
  ];
  return (
    <Facts>
      <Fact term={t("id")}>
        <Copyable text={user.id} name={t("id")} />
      </Fact>
      <Fact term={t("standing")}>
        <State name={bars.length > 0 ? "down" : "ok"}>
          {bars.length > 0 ? bars.map((bar) => t(bar)).join(", ") : t("inOrder")}
        </State>
      </Fact>
      <Fact term={t("emails")}>
        <Addresses list={user.emails} />
      </Fact>
      <Fact term={t("phones")}>
        <Addresses list={user.phones} />
      </Fact>
      <Fact term={t("ways")}>{ways.length > 0 ? ways.join(", ") : t("codes")}</Fact>
      <Fact term={t("secondFactor")}>{t(user.secondFactor ? "yes" : "no")}</Fact>
      <Fact term={t("lastSignIn")}>{user.lastSignInAt && <Time at={user.lastSignInAt} now={now} />}</Fact>
      <Fact term={t("created")}>{user.createdAt && <Time at={user.createdAt} now={now} />}</Fact>
    </Facts>
  );
}

function Addresses({ list }: { list: readonly MaskedAddress[] }) {
  const t = useTranslations("customers.clerkPart");
  if (list.length === 0) return "–";
  return (
    <ul className="plain">
      {list.map(({ masked, verified }, place) => (
        // oxlint-disable-next-line react/no-array-index-key -- masked values are alike, and their order is all that tells them apart
        <li key={place}>
          <Masked>{masked}</Masked>{" "}
          <State name={verified ? "ok" : "degraded"}>{t(verified ? "verified" : "unverified")}</State>
        </li>
      ))}
    </ul>
  );
}
