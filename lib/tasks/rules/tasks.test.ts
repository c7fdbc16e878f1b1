import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { catalogue, type TaskName } from "./catalogue";
import { commandOf } from "./command";

const names = Object.keys(catalogue) as TaskName[];
const hostile = fc.oneof(
  fc.string({ maxLength: 40 }),
  fc.string({ unit: "binary", maxLength: 20 }),
  fc.constantFrom(
    "1",
    "12",
    "wk-2026_a",
    "user_2abc",
    "$(reboot)",
    "1]' ; rm -rf / #",
    "1,2",
    "1\n2",
    "",
    "'",
    "１２",
    "1 2",
    "../x",
    "${IFS}",
  ),
);

describe("a task of the catalogue", () => {
  it("whatever its arguments are, is one program with one quoted word, or it is refused", () => {
    fc.assert(
      fc.property(fc.constantFrom(...names), fc.array(hostile, { maxLength: 60 }), (name, values) => {
        const command = commandOf(name, values);
        if (!command.ok) return command.refusal.code === "invalid_input";
        const [, task, list] = /^bundle exec rails '([a-z_:]+)(?:\[([A-Za-z0-9_,-]+)\])?'$/.exec(command.value) ?? [];
        // What a shell and Rails would take apart again is exactly what was given.
        return (
          task === name && (list === undefined ? values.length === 0 : list.split(",").join("\n") === values.join("\n"))
        );
      }),
      { numRuns: 2_000 },
    );
  });

  it("names the place of what does not fit, and never says what stood there", () => {
    const refused = commandOf("webhooks:compromise", ["12", "canary'; true"]);
    expect(refused).toEqual({ ok: false, refusal: { code: "invalid_input", facts: { fields: "arguments.1" } } });
  });

  it.each<[TaskName, string[], string | null]>([
    ["webhooks:compromise", ["12", "wk-2026_a"], "bundle exec rails 'webhooks:compromise[12,wk-2026_a]'"],
    ["oidc:publish_key", [], "bundle exec rails 'oidc:publish_key'"],
    ["oidc:publish_key", ["1"], null],
    ["identity:purge_canonical", ["12"], "bundle exec rails 'identity:purge_canonical[12]'"],
    ["identity:purge_canonical", ["012"], null],
    ["identity:purge_canonical", ["12", "120"], null],
    ["identity:purge_canonical", [], null],
    ["people:upsert_from_clerk", ["user_a", "user_b"], "bundle exec rails 'people:upsert_from_clerk[user_a,user_b]'"],
    ["people:upsert_from_clerk", Array.from({ length: 51 }, () => "user_a"), null],
    ["toString" as TaskName, [], null],
  ])("%s of %o is %s", (name, values, command) => {
    const made = commandOf(name, values);
    expect(made.ok ? made.value : null).toBe(command);
  });
});
