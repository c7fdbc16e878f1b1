import type { ClientBase } from "pg";

/** One task of the identity provider: what it does in one transaction, and the lines that it prints. */
export type Task = {
  /** How it is called, as the list of tasks shows it. */
  usage: string;
  /** How many arguments there must be. */
  arity: [least: number, most: number];
  run(client: ClientBase, call: TaskCall): Promise<string[]>;
};

export type TaskCall = { values: string[]; env: Record<string, string> };

/** The task broke off with a sentence; nothing that it did stays. */
export class TaskAborted extends Error {}

const ID = /^[1-9]\d{0,17}$/;

/** @throws TaskAborted as the app would, for what is no id */
export function requireId(text: string | undefined, model: string): string {
  if (text !== undefined && ID.test(text)) return text;
  throw notFound(model, text);
}

export const notFound = (model: string, id: string | undefined): TaskAborted =>
  new TaskAborted(`ActiveRecord::RecordNotFound: Couldn't find ${model} with 'id'=${id ?? ""}`);
