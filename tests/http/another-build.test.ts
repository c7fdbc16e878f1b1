import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { actionId, listActions, postAction } from "../support/actions";
import { cookiesOf } from "../support/cast";
import { ask, asPoll } from "../support/http";
import { recordLength } from "../support/record-tail";

describe("a page of another build", () => {
  it("is told that its act is not known, and nothing is done or recorded", async () => {
    const cookies = await cookiesOf("responder", "U");
    const before = await recordLength();
    const unknown = `7f${"0".repeat(actionId("perform").length - 2)}`;
    const answer = await postAction("perform", [{ operation: "probe.now", input: {} }], {
      cookies,
      headers: { "next-action": unknown },
    });
    expect([answer.status, answer.headers["x-nextjs-action-not-found"]]).toEqual([409, "1"]);
    expect(await recordLength()).toBe(before);
  });

  it("learns from what it polls which build answers", async () => {
    const { json } = await ask({
      path: "/api/live/shell",
      headers: asPoll,
      cookies: (await cookiesOf("manager", "U")) ?? "",
    });
    expect(json().build).toMatch(/^[0-9a-f]{16}$/);
  });
});

describe("the address of an act", () => {
  // What Next puts before the hash says which arguments there are; it does not change while the act's signature does not.
  it("is made of the key, its file and its name: with one key it is the same in every build", () => {
    const { encryptionKey: key } = JSON.parse(readFileSync(".next/server/server-reference-manifest.json", "utf8")) as {
      encryptionKey: string;
    };
    const own = listActions().filter(({ file }) => file === "app/actions.ts");
    expect(own.length).toBeGreaterThan(8);
    for (const { id, name, file } of own)
      expect(id.slice(2), name).toBe(createHash("sha1").update(`${key}${file}:${name}`).digest("hex"));
  });
});
