import type { QueryResultRow } from "pg";
import type { OperationName } from "@/lib/access/policy";
import { previewOperation } from "@/lib/operations/perform/preview";
import { performRoutine } from "@/lib/operations/perform/routine";
import { findOperation } from "@/lib/operations/registry";
import { findRequest } from "@/lib/requests/queries/find-request";
import { codeOf, must, newRef } from "./acts";
import { control } from "./control";
import { hostControl, nobodys } from "./host";
import { ownerOf } from "./owner";
import { Stage } from "./stage";
import { forgetTasks, hostedProvider, jobsOf, type ToldJob } from "./tasks";

const raise = (why: string): never => {
  throw new Error(why);
};

/** An identity provider's worker at which nobody else looks, and everybody who may start a task beside it. */
export class TaskStage {
  readonly stage: Stage;
  serviceId = "";

  private constructor(stage: Stage) {
    this.stage = stage;
  }

  static open = async (): Promise<TaskStage> => new TaskStage(await Stage.open());

  async begin(): Promise<void> {
    ({ serviceId: this.serviceId } = await hostedProvider(ownerOf(this.stage.cast.own)));
  }

  async calm(): Promise<void> {
    await control.clearFaults();
    await hostControl("DELETE /render/api-key");
    await hostControl(`DELETE /render/${nobodys.jobs}/next-job`);
    await forgetTasks(ownerOf(this.stage.cast.own));
    await this.query("UPDATE task_follows SET final_at = now() WHERE final_at IS NULL");
  }

  close = (): Promise<void> => this.stage.close();

  operation = (name: OperationName) => findOperation(name) ?? raise(name);

  query = <Row extends QueryResultRow>(sql: string, values: unknown[] = []): Promise<Row[]> =>
    ownerOf(this.stage.cast.own)<Row>(sql, values);

  /** How the next job ends. */
  fate = (fate: string): Promise<unknown> => hostControl(`PUT /render/${nobodys.jobs}/next-job`, { fate });

  /** Proved, and approved where it must be: one click from running. */
  ready(name: OperationName, input: Record<string, unknown>) {
    const { admin, responder } = this.stage.cast.people;
    const person = this.operation(name).allows.includes("responder") ? responder : admin;
    return this.stage.ready(this.operation(name), { person, input });
  }

  async run(name: OperationName, input: Record<string, unknown>): Promise<{ id: string; code: string }> {
    const request = await this.ready(name, input);
    return { id: request.id, code: codeOf(await this.stage.confirm(request)) };
  }

  async preview(operation: OperationName, input: Record<string, unknown>): Promise<string> {
    const actor = await this.stage.cast.people.responder.actor();
    return codeOf(await previewOperation(actor, newRef(), { operation, input }));
  }

  async perform(operation: OperationName, input: unknown): Promise<string> {
    const actor = await this.stage.cast.people.admin.actor();
    return codeOf(await performRoutine(actor, newRef(), { operation, input }));
  }

  reconcile = (id: string): Promise<string> => this.perform("request.reconcile", { id });

  async card(id: string) {
    return (await findRequest(await this.stage.cast.people.admin.actor(), id)) ?? raise(id);
  }

  async stateOf(id: string): Promise<string | undefined> {
    const [row] = await this.query<{ state: string }>("SELECT state FROM task_follows WHERE request_id = $1", [id]);
    return row?.state;
  }

  /** One pass of the worker over everything that is on its way. */
  async pass(): Promise<void> {
    const { worker } = this.stage.cast;
    const { work, name } = this.operation("task.follow");
    await work?.pass({
      actor: worker,
      perform: async (input) => void must(await performRoutine(worker, newRef(), { operation: name, input })),
    });
  }

  /** Every job of the host has ended, and what it printed can be read. */
  async jobsEnded(): Promise<void> {
    const [newest] = await jobsOf(this.serviceId);
    await control.advanceClock(4);
    const ended = async (): Promise<boolean> =>
      (await jobsOf(this.serviceId)).every(
        ({ id, status }) => id !== newest?.id || !["pending", "running", null].includes(status),
      );
    for (let turn = 0; turn < 50 && !(await ended()); turn += 1) await control.advanceClock(1);
    await control.advanceClock(2);
  }

  /** The job has had time, and the worker has looked. */
  async followed(): Promise<void> {
    await this.pass();
    await this.jobsEnded();
    await this.pass();
  }

  /** Jobs of the host that run exactly this. */
  async jobs(startCommand: string): Promise<ToldJob[]> {
    return (await jobsOf(this.serviceId)).filter((job) => job.startCommand === startCommand);
  }

  /** What the identity provider's cache holds of these users, each of whom has one entry at first. */
  async cached(...users: string[]): Promise<() => Promise<string[]>> {
    const { owner } = this.stage.cast.outbox;
    const keys = users.map((user) => `user:canonical:token:${user}`);
    await owner.query(
      "INSERT INTO sandbox_vault.canonical_cache SELECT key, id, id FROM unnest($1::text[], $2::bigint[]) AS each(key, id)",
      [keys, users],
    );
    return async () => {
      const { rows } = await owner.query<{ user: string }>(
        "SELECT user_id::text AS user FROM sandbox_vault.canonical_cache WHERE user_id = ANY ($1) ORDER BY user_id",
        [users],
      );
      return rows.map(({ user }) => user);
    };
  }

  /** As if it had been asked for so long ago. */
  async aged(id: string, interval: string): Promise<void> {
    await this.query(
      `UPDATE task_follows SET started_at = now() - $2::interval, changed_at = now() - $2::interval WHERE request_id = $1`,
      [id, interval],
    );
  }
}
