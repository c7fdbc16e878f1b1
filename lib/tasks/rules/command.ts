import { ok, type Result, refuse } from "@/lib/core/errors";
import { argumentShapes, type CatalogueTask, catalogue, type TaskName } from "./catalogue";

/**
 * The shell string of a catalogue task: one program, one quoted word. Its shape is the task's alone, whatever the arguments are.
 * @param values as many as the task takes, each of its own alphabet
 * @refuses invalid_input naming the place of the first argument that does not fit, never its value
 * @source Render: `startCommand` of a one-off job is a shell string
 */
export function commandOf(name: TaskName, values: readonly string[]): Result<string> {
  const task: CatalogueTask | undefined = Object.hasOwn(catalogue, name) ? catalogue[name] : undefined;
  if (!task) return refuse("invalid_input", { fields: "task" });
  const most = task.arguments.length - 1 + (task.arguments.length > 0 ? (task.upTo ?? 1) : 1);
  if (values.length < task.arguments.length || values.length > most)
    return refuse("invalid_input", { fields: "arguments" }); // guard: task-arity
  const odd = values.findIndex((value, place) => {
    const shape = task.arguments[Math.min(place, task.arguments.length - 1)];
    return shape === undefined || !argumentShapes[shape].test(value); // guard: task-argument
  });
  if (odd >= 0) return refuse("invalid_input", { fields: `arguments.${odd}` });
  const list = values.length === 0 ? "" : `[${values.join(",")}]`;
  return ok(`bundle exec rails '${name}${list}'`);
}
