import { describe, expect, test } from "vitest";
import { openApi } from "./openapi";
import { callsWith, referenceOf } from "./reference";

const { server, calls, everywhere, shapes } = referenceOf(openApi("https://console.example.com", "1.2.3"));
const call = (name: string) => calls.find((each) => each.name === name);

describe("the reference", () => {
  test("has every call, with its scopes, what it takes, answers and refuses, and how it is typed", () => {
    expect(server).toBe("https://console.example.com/api/v1");
    for (const { name, scopes, answer, curl, parameters, path } of calls) {
      expect([name, scopes.length > 0, answer.shape !== "", answer.example.length > 1]).toEqual([
        name,
        true,
        true,
        true,
      ]);
      expect(curl).toMatch(/^curl -sS /);
      expect(parameters.filter(({ where }) => where === "path")).toHaveLength(path.split("{").length - 1);
    }
    expect(call("confirmAct")?.body).toEqual({
      shape: "Confirmation",
      lines: [
        expect.objectContaining({
          name: "action_request_nonce",
          type: "string, at most 200 characters",
          required: true,
        }),
      ],
    });
    expect(call("getActionRequest")?.parameters[1]).toMatchObject({ name: "wait", type: "integer, 0 to 30, else 0" });
  });

  test("tells what may refuse any call once, and of each call only the rest", () => {
    expect(everywhere).toContainEqual({ status: 429, code: "rate_limited" });
    expect(everywhere).toContainEqual({ status: 413, code: "body_too_large" });
    expect(call("getTriage")?.refusals).toEqual([]);
    expect(call("getJob")?.refusals).toEqual([{ status: 404, code: "replay_not_found" }]);
    expect(call("confirmAct")?.refusals).toContainEqual({ status: 409, code: "nonce_used" });
  });

  test("says which calls an operation may refuse in its own words", () => {
    expect(calls.filter(({ operates }) => operates).map(({ name }) => name)).toEqual([
      "retryDelivery",
      "askForAct",
      "confirmAct",
      "pauseJob",
      "cancelJob",
      "reportSignal",
      "reportBypassUses",
    ]);
  });

  test("has every shape that a line names, and the fields of what has no name by their paths", () => {
    const known = new Set(shapes.map(({ name }) => name));
    const lines = [...shapes.flatMap((shape) => shape.lines), ...calls.flatMap(({ body }) => body?.lines ?? [])];
    expect(lines.filter(({ shape }) => shape !== null && !known.has(shape))).toEqual([]);
    const names = shapes.find(({ name }) => name === "Triage")?.lines.map(({ name }) => name);
    expect(names).toEqual(expect.arrayContaining(["evidence", "evidence[].latencyMs", "override.measured.category"]));
    expect(shapes.find(({ name }) => name === "Severity")).toMatchObject({ type: '"sev1" | "sev2" | "sev3" | "none"' });
    expect(shapes.find(({ name }) => name === "Job")?.lines.find(({ name }) => name === "lanes[].tally")).toMatchObject(
      {
        type: "Tally",
        shape: "Tally",
      },
    );
  });
});

describe("looking for a call", () => {
  test.for<[string, string[]]>([
    ["nonce_used", ["retryDelivery", "confirmAct"]],
    ["GET  jobs", ["getJob"]],
    ["CHECKPOINT", ["getCheckpoint"]],
    ["no such thing", []],
  ])("%j finds %j", ([text, found]) => {
    expect(callsWith(calls, text).map(({ name }) => name)).toEqual(found);
  });

  test("for nothing finds all", () => {
    expect(callsWith(calls, "  ")).toHaveLength(calls.length);
  });
});
