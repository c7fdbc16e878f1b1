import { RevocationProgress } from "@/components/sessions/revocation-part";
import type { HumanActor } from "@/lib/access/actor";
import { hasRole } from "@/lib/access/roles";
import { findRevocationView } from "@/lib/sessions/queries/progress";

type Props = { actor: HumanActor; id: string; own: boolean; now: string };

/** The part of a request's page that only a revocation of sessions has, once it has begun. */
export async function RevocationPart({ actor, id, own, now }: Props) {
  const revocation = await findRevocationView(actor, id);
  if (!revocation) return null;
  const acting = hasRole(actor, ["responder", "admin"]);
  return (
    <RevocationProgress
      initial={revocation}
      now={now}
      may={acting}
      mayResume={hasRole(actor, ["admin"]) || (own && acting)}
    />
  );
}
