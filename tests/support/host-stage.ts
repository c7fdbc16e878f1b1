import type { QueryResultRow } from "pg";
import type { OperationName } from "@/lib/access/policy";
import { previewOperation } from "@/lib/operations/perform/preview";
import { performRoutine } from "@/lib/operations/perform/routine";
import { findOperation } from "@/lib/operations/registry";
import { findRequest } from "@/lib/requests/queries/find-request";
import { codeOf, must, newRef } from "./acts";
import { control, type JournalEntry } from "./control";
import { atHost, deploysOf, hostControl, hostedApp, nobodys, readyService, settledHost, type ToldDeploy } from "./host";
import { ownerOf } from "./owner";
import { Stage } from "./stage";

const raise = (why: string): never => {
  throw new Error(why);
};

/** A service that nobody else looks at, an app of ours that runs there, and everybody who may ask something of it. */
export class HostStage {
  readonly slug = nobodys.preview;
  readonly stage: Stage;
  app = "";
  serviceId = "";

  private constructor(stage: Stage) {
    this.stage = stage;
  }

  static open = async (): Promise<HostStage> => new HostStage(await Stage.open());

  /** Something serves and something served before, auto-deploy is on, nothing is followed. */
  async begin(): Promise<void> {
    ({ id: this.serviceId } = await readyService(this.slug));
    await atHost(`PATCH /services/${this.serviceId}`, { autoDeploy: "yes" });
    this.app = await hostedApp(ownerOf(this.stage.cast.own), this.serviceId);
  }

  async calm(): Promise<void> {
    await control.clearFaults();
    await hostControl("DELETE /render/api-key");
  }

  close = (): Promise<void> => this.stage.close();

  operation = (name: OperationName) => findOperation(name) ?? raise(name);

  query = <Row extends QueryResultRow>(sql: string, values: unknown[] = []): Promise<Row[]> =>
    ownerOf(this.stage.cast.own)<Row>(sql, values);

  /** Proved, and approved where it must be: one click from running. */
  async ready(name: OperationName, more: Record<string, unknown> = {}, confided?: unknown) {
    const { admin, responder } = this.stage.cast.people;
    const person = name === "env-key.set" ? admin : responder;
    return this.stage.ready(this.operation(name), { person, input: { app: this.app, ...more }, confided });
  }

  async run(
    name: OperationName,
    more: Record<string, unknown> = {},
    confided?: unknown,
  ): Promise<{ id: string; code: string }> {
    const request = await this.ready(name, more, confided);
    return { id: request.id, code: codeOf(await this.stage.confirm(request)) };
  }

  async preview(operation: OperationName, more: Record<string, unknown> = {}): Promise<string> {
    const actor = await this.stage.cast.people.responder.actor();
    return codeOf(await previewOperation(actor, newRef(), { operation, input: { app: this.app, ...more } }));
  }

  async card(id: string) {
    return (await findRequest(await this.stage.cast.people.admin.actor(), id)) ?? raise(id);
  }

  async reconcile(id: string): Promise<string> {
    const actor = await this.stage.cast.people.admin.actor();
    return codeOf(await performRoutine(actor, newRef(), { operation: "request.reconcile", input: { id } }));
  }

  /** One pass of the worker over everything that is on its way. */
  async pass(): Promise<void> {
    const { worker } = this.stage.cast;
    const { work, name } = this.operation("deploy.follow");
    await work?.pass({
      actor: worker,
      perform: async (input) => void must(await performRoutine(worker, newRef(), { operation: name, input })),
    });
  }

  /** The host has had time, and the worker has looked. */
  async followed(): Promise<void> {
    await this.pass();
    await settledHost(this.serviceId);
    await this.pass();
  }

  /** What was asked of the host that changes something. */
  async calls(since: Date, path: RegExp): Promise<JournalEntry[]> {
    const told = await control.journal({ neighbour: "render", since });
    return told.filter((each) => each.method !== "GET" && path.test(each.path));
  }

  async served(): Promise<ToldDeploy[]> {
    return (await deploysOf(this.serviceId)).filter(({ status }) => status === "live" || status === "deactivated");
  }

  serving = async (): Promise<string> => (await this.served()).find(({ status }) => status === "live")?.id ?? "";

  /** By id, not by number: the host tells the newest alone, and a new one pushes an old one out. */
  async rollbacks({ besides = [] }: { besides?: readonly string[] } = {}): Promise<string[]> {
    const told = (await deploysOf(this.serviceId)).filter(({ trigger }) => trigger === "rollback");
    return told.map(({ id }) => id).filter((id) => !besides.includes(id));
  }
}
