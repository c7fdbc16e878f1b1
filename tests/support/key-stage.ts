import { decodeProtectedHeader } from "jose";
import type { OperationName } from "@/lib/access/policy";
import { keyView } from "@/lib/keys/queries/key-view";
import { rotationView } from "@/lib/keys/queries/rotation";
import { control } from "./control";
import type { Outbox, OutboxRow } from "./deliveries";
import { fetched, statesOf } from "./keys";
import { TaskStage } from "./task-stage";
import { arrivalsOf, isGenuine } from "./webhooks";
import { world } from "./world";

/** Where anything can be done with keys of relying parties of a test's own, and be followed to its end. */
export class KeyStage {
  readonly tasks: TaskStage;

  private constructor(tasks: TaskStage) {
    this.tasks = tasks;
  }

  static open = async (): Promise<KeyStage> => new KeyStage(await TaskStage.open());

  get outbox(): Outbox {
    return this.tasks.stage.cast.outbox;
  }

  /** Asked for, approved where it must be, run, and followed until it is seen to be done. @returns its request and how it ended */
  async done(name: OperationName, input: Record<string, unknown>): Promise<{ id: string; code: string }> {
    const { id, code } = await this.tasks.run(name, input);
    if (code !== "ok") return { id, code };
    await this.tasks.followed();
    return { id, code: (await this.tasks.card(id)).state };
  }

  /** A relying party's keys, oldest first, each as `kid state`, with kids by their letters. */
  async states(party: string): Promise<string[]> {
    return (await statesOf(this.outbox, party)).map(({ state }) => state);
  }

  newest = async (party: string): Promise<string> => (await statesOf(this.outbox, party)).at(-1)?.kid ?? "";

  /** The relying party has fetched the set as it is served now. */
  async fetches(party: string, cacheSeconds = 0): Promise<void> {
    await fetched(this.outbox, party, { kids: await servedKids(), secondsAgo: 0, cacheSeconds });
  }

  /** As if its grace period had ended a second ago, and its successor had signed for a day. */
  async graceOver(kid: string, party: string): Promise<void> {
    const { owner } = this.outbox;
    await owner.query("UPDATE webhook_signing_keys SET grace_until = now() - interval '1 second' WHERE kid = $1", [
      kid,
    ]);
    await owner.query(
      `UPDATE webhook_signing_keys SET activated_at = now() - interval '1 day' WHERE oauth_application_id = $1 AND state = 'active'`,
      [party],
    );
  }

  view = async (kid: string) => keyView(await this.tasks.stage.cast.people.manager.actor(), kid);
  rotation = async (id: string) => rotationView(await this.tasks.stage.cast.approver.actor(), id);

  /** From now on what waits for it is sent to somebody who takes everything. */
  async receives(party: string): Promise<void> {
    const { relyingParties } = await control.describe();
    const url = relyingParties.find(({ id }) => id === "57")?.url;
    await this.outbox.owner.query(
      "UPDATE oauth_applications SET webhook_url = $2, webhook_enabled = true WHERE id = $1",
      [party, url],
    );
  }

  /** A row that is due now. @param kid that signs it; null: whichever is active */
  async due(party: string, kid: string | null): Promise<OutboxRow> {
    const row = await this.outbox.row({ relyingParty: party, state: "pending" });
    await this.outbox.owner.query(
      "UPDATE webhook_outbox_entries SET signing_kid = $2, attempts = 0, next_retry_at = NULL WHERE id = $1",
      [row.id, kid],
    );
    return row;
  }
}

/** By which key a webhook that arrived is signed, and whether the key set verifies it now. */
export async function signatureOf({ idempotency_key: key }: OutboxRow): Promise<{ kid?: string; genuine: boolean }> {
  const [arrival] = await arrivalsOf(key);
  const signature = arrival?.headers["webhook-signature"];
  return { kid: signature ? decodeProtectedHeader(signature).kid : undefined, genuine: await isGenuine(arrival) };
}

export const readJwks = async (): Promise<Response> =>
  fetch(new URL("/.well-known/jwks.json", world().env.product.IDP_BASE_URL));

/** The kids that the key set serves now. */
export async function servedKids(): Promise<string[]> {
  const { keys } = (await (await readJwks()).json()) as { keys: { kid: string }[] };
  return keys.map(({ kid }) => kid);
}

/** Polls the key set without a pause until told to stop. @returns what it served each time, of some kids alone */
export function pollJwks(mine: (kid: string) => boolean): { stop: () => Promise<string[][]> } {
  let on = true;
  const seen: string[][] = [];
  const polling = (async () => {
    while (on) seen.push((await servedKids()).filter(mine));
  })();
  return {
    async stop() {
      on = false;
      await polling;
      return seen;
    },
  };
}
