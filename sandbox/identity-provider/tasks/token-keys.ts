import type { ClientBase } from "pg";
import { addTokenKey } from "../keys/publish";
import { type Task, TaskAborted } from "./task";

const publish: Task = {
  usage: "oidc:publish_key",
  arity: [0, 0],
  async run(client) {
    await client.query("LOCK TABLE signing_keys IN SHARE ROW EXCLUSIVE MODE");
    const { rows } = await client.query<{ kid: string }>("SELECT kid FROM signing_keys WHERE state = 'published'");
    if (rows[0]) throw new TaskAborted(`${rows[0].kid} is published already`);
    return [`published ${await addTokenKey(client)}`];
  },
};

const activate: Task = {
  usage: "oidc:activate_key[kid]",
  arity: [1, 1],
  async run(client, { values: [kid = ""] }) {
    const state = await lockState(client, kid);
    if (state === "active") return [`${kid} is active already`];
    if (state !== "published") throw new TaskAborted(`${kid} is ${state}; only a published key can become active`);
    await client.query("UPDATE signing_keys SET state = 'grace' WHERE state = 'active'");
    await client.query("UPDATE signing_keys SET state = 'active', activated_at = now() WHERE kid = $1", [kid]);
    return [`active ${kid}`];
  },
};

const retire: Task = {
  usage: "oidc:retire_key[kid]",
  arity: [1, 1],
  async run(client, { values: [kid = ""] }) {
    const state = await lockState(client, kid);
    if (state === "retired") return [`${kid} is retired already`];
    if (state === "active") throw new TaskAborted(`${kid} is active and cannot be retired`);
    await client.query("UPDATE signing_keys SET state = 'retired', retired_at = now() WHERE kid = $1", [kid]);
    return [`retired ${kid}`];
  },
};

export const TOKEN_KEY_TASKS: Task[] = [publish, activate, retire];

async function lockState(client: ClientBase, kid: string): Promise<string> {
  await client.query("LOCK TABLE signing_keys IN SHARE ROW EXCLUSIVE MODE");
  const { rows } = await client.query<{ state: string }>("SELECT state FROM signing_keys WHERE kid = $1", [kid]);
  if (!rows[0]) throw new TaskAborted(`ActiveRecord::RecordNotFound: Couldn't find SigningKey with 'kid'=${kid}`);
  return rows[0].state;
}
