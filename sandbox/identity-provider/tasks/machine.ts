import type { Pool } from "pg";
import type { Execution, Machine } from "../../render/jobs/job";
import { says } from "../../render/jobs/shell";
import { inTransaction } from "../database/transaction";
import { IDENTITY_TASKS } from "./identities";
import { PEOPLE_TASKS } from "./people";
import { type Task, TaskAborted } from "./task";
import { TOKEN_KEY_TASKS } from "./token-keys";
import { WEBHOOK_KEY_TASKS } from "./webhook-keys";

const TASKS = new Map(
  [...WEBHOOK_KEY_TASKS, ...TOKEN_KEY_TASKS, ...IDENTITY_TASKS, ...PEOPLE_TASKS].map((task) => [nameOf(task), task]),
);

/** `RAILS_ENV=production`, before the program or behind the task. */
const ASSIGNMENT = /^[A-Z_]+=\S*$/;
const RAILS = /^(bin\/)?(rails|rake)$/;
const BUNDLE = /^(\/opt\/render\/project\/\.gems\/bin\/)?bundle$/;

/** What runs on the identity provider's service: Rails with its tasks, and nothing else. */
export function railsMachine(pool: Pool): Machine {
  return async (words, env) => {
    const [program = "", ...rest] = words.filter((word) => !ASSIGNMENT.test(word));
    if (RAILS.test(program)) return runTasks(pool, rest, env);
    if (!BUNDLE.test(program)) return undefined;
    const [exec = "", inner = "", ...tasks] = rest;
    if (exec !== "exec") return says(15, `Could not find command "${exec}".`);
    return RAILS.test(inner) ? runTasks(pool, tasks, env) : says(127, `bundler: command not found: ${inner}`);
  };
}

async function runTasks(pool: Pool, names: string[], env: Record<string, string>): Promise<Execution> {
  const [given, ...others] = names;
  if (given === "--tasks" || given === "-T")
    return says(0, ...[...TASKS.values()].map(({ usage }) => `rails ${usage}`));
  const [, name = "", list] = /^([^[\]]+)(?:\[(.*)\])?$/s.exec(given ?? "") ?? [];
  const task = TASKS.get(name);
  if (!task || others.length > 0) return aborted(`Don't know how to build task '${names.join(" ")}'`);
  const values = list === undefined || list === "" ? [] : list.split(",").map((value) => value.trim());
  const [least, most] = task.arity;
  if (values.length < least || values.length > most) return aborted(`ArgumentError: usage: ${task.usage}`);
  try {
    return says(0, ...(await inTransaction(pool, (client) => task.run(client, { values, env }))));
  } catch (error) {
    if (error instanceof TaskAborted) return aborted(error.message);
    return aborted(`ActiveRecord::StatementInvalid: ${String(error)}`);
  }
}

const aborted = (sentence: string): Execution => says(1, "rails aborted!", sentence);

function nameOf({ usage }: Task): string {
  return usage.replace(/\[.*/, "");
}
