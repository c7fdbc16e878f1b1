import { describe, expect, test } from "vitest";
import { tokenSession } from "@/lib/core/token-session";
import { mayGoOn } from "./may-go-on";

const [mina, sol] = ["019ac000-0000-7000-8000-000000000001", "019ac000-0000-7000-8000-000000000002"];
const [scanner, other] = [tokenSession("scanner"), tokenSession("other")];

describe("who may go on with a request", () => {
  test.for([
    ["the session that asked", "sess_1", { kind: "person", personId: mina, sessionId: "sess_1" }, true],
    ["another session of the same person", "sess_1", { kind: "person", personId: mina, sessionId: "sess_2" }, false],
    ["another person", "sess_1", { kind: "person", personId: sol, sessionId: "sess_1" }, false],
    ["a program, with what its person asked", "sess_1", { kind: "token", personId: mina, sessionId: scanner }, false],
    ["the token that asked", scanner, { kind: "token", personId: mina, sessionId: scanner }, true],
    ["another token of the same person", scanner, { kind: "token", personId: mina, sessionId: other }, false],
    ["its person, at any browser", scanner, { kind: "person", personId: mina, sessionId: "sess_2" }, true],
    [
      "another person, with what a program asked",
      scanner,
      { kind: "person", personId: sol, sessionId: "sess_2" },
      false,
    ],
    ["its person, by break-glass", scanner, { kind: "grant", personId: mina, sessionId: "grant_1" }, false],
  ] as const)("%s", ([, sessionId, asker, may]) => {
    expect(mayGoOn({ requesterId: mina, sessionId }, asker)).toBe(may);
  });
});
