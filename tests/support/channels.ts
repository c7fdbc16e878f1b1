import { systemActor } from "@/lib/access/system";
import { consoleDb } from "@/lib/core/db";
import type { Channel, NewNotice } from "@/lib/notices/shapes";
import { postNotice } from "@/lib/notices/writes/post-notice";
import { performRoutine } from "@/lib/operations/perform/routine";
import { findOperation } from "@/lib/operations/registry";
import { must, newRef } from "./acts";
import { control, type JournalEntry } from "./control";
import type { OwnConsole } from "./own-console";

/** The neighbour behind a channel, as faults and the journal name it. */
export const neighbourOf: Record<Channel, string> = {
  slack: "slack",
  pagerduty: "pagerduty",
  mail: "smtp",
  webhook: "notice-webhook",
};

export type DeliveryRow = {
  id: string;
  dedup_key: string;
  state: string;
  attempts: number;
  last_error: string | null;
  last_detail: string | null;
  lease: string | null;
  pause: number;
};

/** The worker's way with notices, a step at a time, on a database of the test's own. */
export class Channels {
  readonly #own: OwnConsole;
  readonly worker = systemActor();
  readonly since = new Date();
  #posted = 0;

  constructor(own: OwnConsole) {
    this.#own = own;
  }

  /** Posts a notice to admins and gives it its place in the channels. @returns its key */
  async post(notice: Partial<NewNotice> = {}): Promise<string> {
    this.#posted += 1;
    const dedupKey = `${crypto.randomUUID()}:${this.#posted}`;
    const wanted: NewNotice = {
      kind: "approval.wanted",
      href: "/approvals",
      audience: { roles: ["admin"] },
      urgency: "page",
      dedupKey,
      values: { who: "Mina Seo", operation: "relying-party.switch-on", code: String(this.#posted) },
      ...notice,
    };
    await consoleDb().$transaction((tx) => postNotice(tx, wanted));
    await this.dispatch();
    return wanted.dedupKey;
  }

  async dispatch(): Promise<void> {
    must(await performRoutine(this.worker, newRef(), { operation: "notice.dispatch", input: {} }));
  }

  /** One step of a channel's lane: at most one attempt. */
  async pass(channel: Channel, ref = newRef()): Promise<void> {
    const rounds = findOperation("notice.send")?.rounds;
    if (!rounds) throw new Error("notices are not sent");
    const perform = async (input: unknown) => {
      must(await performRoutine(this.worker, ref, { operation: "notice.send", input }));
    };
    await rounds.pass({ actor: this.worker, lane: channel, perform });
  }

  /** Whatever waits for its next attempt has waited long enough. */
  async letTimePass(): Promise<void> {
    await this.#own.owner.query(
      "UPDATE notice_deliveries SET next_attempt_at = least(next_attempt_at, now()), leased_until = least(leased_until, now()) WHERE state = 'pending'",
    );
  }

  /** Everything on its way by a channel, in its order. `pause`: seconds until the next attempt. */
  async rows(channel: Channel): Promise<DeliveryRow[]> {
    const { rows } = await this.#own.owner.query<DeliveryRow>(
      `SELECT d.id, n.dedup_key, d.state, d.attempts, d.last_error, d.last_detail, d.lease,
              extract(epoch FROM d.next_attempt_at - now())::float8 AS pause
         FROM notice_deliveries d JOIN notices n ON n.id = d.notice_id WHERE d.channel = $1 ORDER BY d.place`,
      [channel],
    );
    return rows;
  }

  async row(channel: Channel, dedupKey: string): Promise<DeliveryRow> {
    const row = (await this.rows(channel)).find((each) => each.dedup_key === dedupKey);
    if (!row) throw new Error(`${channel} does not carry ${dedupKey}`);
    return row;
  }

  /** What reached a channel's neighbour, of the notices of this test. */
  async arrivals(channel: Channel, ...marks: string[]): Promise<JournalEntry[]> {
    const journal = await control.journal({ neighbour: neighbourOf[channel], since: this.since });
    return journal.filter(({ body, headers }) =>
      marks.some((mark) => body?.includes(mark) || Object.values(headers).some((value) => value.includes(mark))),
    );
  }

  async close(): Promise<void> {
    for (const neighbour of Object.values(neighbourOf)) await control.clearFault(neighbour);
  }
}
