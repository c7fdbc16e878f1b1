import { describe, expect, it } from "vitest";
import { type ContactFields, newContact } from "../shapes";
import { changesOfContact, sameChannels } from "./changes";
import { isStale } from "./stale";

const contact: ContactFields = {
  kind: "vendor",
  name: "Host support",
  organisation: null,
  relyingPartyId: null,
  channels: [
    { kind: "phone", address: "+1 415-555-0100" },
    { kind: "chat", address: "#host-support" },
  ],
  note: "",
};
const [phone, chat] = contact.channels as [ContactFields["channels"][number], ContactFields["channels"][number]];

describe("a contact", () => {
  it("is stale after 90 days, and when nobody ever tried it", () => {
    const now = new Date("2026-11-22T12:00:00Z");
    expect(isStale(null, now)).toBe(true);
    expect(isStale("2026-08-24T12:00:00Z", now)).toBe(false);
    expect(isStale("2026-08-24T11:59:59Z", now)).toBe(true);
  });

  it("tells what changed of it, and nothing else", () => {
    expect(changesOfContact(contact, { ...contact })).toEqual([]);
    expect(changesOfContact(contact, { ...contact, organisation: "Render", channels: [chat] })).toEqual([
      { field: "organisation", before: "–", after: "Render" },
      { field: "channels", before: "phone +1 415-555-0100, chat #host-support", after: "chat #host-support" },
    ]);
  });

  it("has other channels when they are tried in another order", () => {
    expect(sameChannels(contact, { ...contact, name: "Other" })).toBe(true);
    expect(sameChannels(contact, { ...contact, channels: [chat, phone] })).toBe(false);
  });

  it.each([
    ["a phone number", { kind: "phone", address: "+82 2-6000-0142" }, true],
    ["a short number", { kind: "phone", address: "119" }, true],
    ["words where a number should be", { kind: "phone", address: "ask Jae" }, false],
    ["an address without a host", { kind: "email", address: "jae@" }, false],
    ["a NUL", { kind: "chat", address: "a\u0000" }, false],
    ["another kind", { kind: "fax", address: "1234" }, false],
  ])("is reached by %s, or not", (_what, channel, right) => {
    expect(newContact.safeParse({ ...contact, channels: [channel] }).success).toBe(right);
  });

  it("without any way to reach it is none", () => {
    expect(newContact.safeParse({ ...contact, channels: [] }).success).toBe(false);
  });
});
