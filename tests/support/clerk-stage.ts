import type { QueryResultRow } from "pg";
import { z } from "zod";
import type { OperationName } from "@/lib/access/policy";
import { clerkKeyView } from "@/lib/clerk-keys/queries/clerk-key-view";
import type { ClerkKeyView } from "@/lib/clerk-keys/shapes";
import { previewOperation } from "@/lib/operations/perform/preview";
import { performRoutine } from "@/lib/operations/perform/routine";
import { findOperation } from "@/lib/operations/registry";
import { findRequest } from "@/lib/requests/queries/find-request";
import { codeOf, newRef } from "./acts";
import { fingerprintOf, forgetClerkKeys } from "./clerk-keys";
import { atHost, hostControl, settledHost } from "./host";
import { ownerOf } from "./owner";
import { Stage } from "./stage";
import { world } from "./world";

const shape = z.array(
  z.object({
    id: z.string(),
    name: z.string(),
    role: z.string(),
    url: z.string(),
    healthUrl: z.string(),
    renderServiceId: z.string(),
  }),
);
const known = () => shape.parse(JSON.parse(world().env.product.APPS ?? "[]"));

/** The customers' Clerk with apps that use it, and two admins who replace its key: a console of their own, the sandbox's apps. */
export class ClerkStage {
  readonly stage: Stage;
  private constructor(stage: Stage) {
    this.stage = stage;
  }

  query = <Row extends QueryResultRow>(sql: string, values: unknown[] = []): Promise<Row[]> =>
    ownerOf(this.stage.cast.own)<Row>(sql, values);

  static open = async (): Promise<ClerkStage> => new ClerkStage(await Stage.open());

  /** From here on the apps with these ids use the customers' Clerk, and no other does. Nothing was begun. */
  async uses(ids: readonly string[]): Promise<void> {
    await forgetClerkKeys(this.query);
    await this.query("DELETE FROM apps", []);
    for (const { id, name, url, healthUrl, renderServiceId } of known().filter((app) => ids.includes(app.id)))
      await this.query(
        `INSERT INTO apps (id, name, role, environment, hosted_on, url, health_url, render_service_id, clerk_instance, clerk_secret_keys)
         VALUES ($1, $2, 'app', 'production', 'Render', $3, $4, $5, 'managed', '{CLERK_SECRET_KEY}')`,
        [id, name, url, healthUrl, renderServiceId],
      );
  }

  private serviceOf = (id: string): string => known().find((app) => app.id === id)?.renderServiceId ?? "";

  /** What an app's variable holds, the running deploy aside. */
  async held(app: string): Promise<string> {
    const path = `GET /services/${this.serviceOf(app)}/env-vars/CLERK_SECRET_KEY`;
    return (await atHost<{ value: string }>(path).catch(() => null))?.value ?? "";
  }

  /** What an app reports of its key. */
  async reports(app: string): Promise<string> {
    const answer = await fetch(known().find(({ id }) => id === app)?.healthUrl ?? "");
    return ((await answer.json()) as { clerk: { secretKeyFingerprint: string } }).clerk.secretKeyFingerprint;
  }

  /** Every deploy that is on its way ends. */
  async deployed(ids: readonly string[]): Promise<void> {
    for (const id of ids) await settledHost(this.serviceOf(id));
  }

  /** The next deploy of an app fails, so that what served before serves on. */
  breaks = (app: string): Promise<unknown> =>
    hostControl(`PUT /render/${app}/next-deploy`, { outcome: "update_failed" });

  mends = (app: string): Promise<unknown> => hostControl(`DELETE /render/${app}/next-deploy`);

  view = async (fingerprint: string): Promise<ClerkKeyView> =>
    clerkKeyView(await this.stage.cast.people.manager.actor(), fingerprint);

  async preview(operation: OperationName, input: Record<string, unknown>): Promise<string> {
    return codeOf(await previewOperation(await this.stage.cast.people.admin.actor(), newRef(), { operation, input }));
  }

  /** Asked for by one admin, approved by the other where that is needed, and run. @returns its request and how the run ended */
  async run(
    name: OperationName,
    input: Record<string, unknown>,
    confided?: unknown,
  ): Promise<{ id: string; code: string }> {
    const request = await this.asked(name, input, confided);
    return { id: request.id, code: codeOf(await this.stage.confirm(request)) };
  }

  private asked(name: OperationName, input: Record<string, unknown>, confided?: unknown) {
    const operation = findOperation(name);
    if (!operation) throw new Error(name);
    return this.stage.ready(operation, { person: this.stage.cast.people.admin, input, confided });
  }

  /** One click from running. */
  ready = (name: OperationName, fingerprint: string, more: Record<string, unknown> = {}) =>
    this.asked(name, { fingerprint, ...more });

  /** Ids of what serves an app now. */
  async running(app: string): Promise<string[]> {
    return (await atHost<{ id: string }[]>(`GET /services/${this.serviceOf(app)}/instances`)).map(({ id }) => id);
  }

  replace = (fingerprint: string) => this.run("clerk-key.replace", { fingerprint, overlapHours: 72 });
  release = (fingerprint: string) => this.run("clerk-key.release", { fingerprint, lastUsedSeen: true });

  async reconcile(id: string): Promise<string> {
    const actor = await this.stage.cast.people.admin.actor();
    return codeOf(await performRoutine(actor, newRef(), { operation: "request.reconcile", input: { id } }));
  }

  stateOf = async (id: string): Promise<string | undefined> =>
    (await findRequest(await this.stage.cast.people.admin.actor(), id))?.state;

  /** As if a call that was not answered had been made two minutes ago. */
  later = (): Promise<unknown> =>
    this.query("UPDATE clerk_key_rotations SET asked_at = asked_at - interval '2 minutes'", []);

  /** The key that apps use now: the old one of the next replacement. */
  current = async (app: string): Promise<string> => fingerprintOf(await this.held(app));
}
