import { expect, it } from "vitest";
import { minutes } from "@/lib/core/duration";
import { type RaisedSignal, type SignalKind, signalKinds } from "@/lib/signals/shapes";
import { signalStates } from "./signals";

const raised = (kind: SignalKind, changes: Partial<RaisedSignal> = {}): RaisedSignal => ({
  id: "0",
  kind,
  source: "secret-scanner",
  reference: "r-1",
  subject: "whk-eb-3",
  note: "Found in a paste.",
  reportedBy: "Mina",
  raisedAt: "",
  heardAt: "",
  fadesAt: "",
  raisedMs: minutes(9),
  heardMs: minutes(2),
  ...changes,
});

it("each kind is evidence of its own name and gravity", () => {
  expect(signalStates(signalKinds.map((kind) => raised(kind))).map(({ probe, status }) => [probe, status])).toEqual([
    ["signal/leaked_key", "down"],
    ["signal/unauthorised_access", "down"],
    ["signal/one_person", "degraded"],
    ["signal/error_burst", "degraded"],
  ]);
});

it("nothing reported is no evidence at all", () => {
  expect(signalStates([])).toEqual([]);
});

it("several of a kind are one state: since the first, as of the last, in the words of the newest", () => {
  const [state, ...more] = signalStates([
    raised("leaked_key", { subject: "newest", raisedMs: minutes(1), heardMs: minutes(1) }),
    raised("leaked_key", { raisedMs: minutes(60), heardMs: minutes(30) }),
  ]);
  expect(more).toEqual([]);
  expect(state).toMatchObject({
    forMs: minutes(60),
    ageMs: minutes(1),
    detail: "leaked_key",
    value: { count: 2, subject: "newest" },
  });
});

it("what strangers write is short and inert", () => {
  const [state] = signalStates([
    raised("leaked_key", { note: `\u202Egnp.exe \u001B[2J<script>${"x".repeat(900)}`, subject: "a\u0007b" }),
  ]);
  expect(state?.value?.note).toContain("⟨U+202E⟩gnp.exe ⟨U+001B⟩[2J<script>");
  expect(String(state?.value?.note).length).toBeLessThan(110);
  expect(state?.value?.subject).toBe("a⟨U+0007⟩b");
});
