import { describe, expect, it } from "vitest";
import { grantCookie, grantCookieOptions, openGrantTicket, sealGrantTicket } from "./grant-ticket";

const key = "k".repeat(32);
const now = new Date("2026-11-22T12:00:00Z");
const expiresAt = new Date("2026-11-22T13:00:00Z");
const ticket = { grantId: "0190c7a4-7b1a-7000-8000-000000000001", secret: "s".repeat(43), expiresAt };
const sealed = sealGrantTicket(ticket, key);

describe("the cookie of a break-glass grant", () => {
  it("comes back as it was sealed", () => {
    expect(openGrantTicket(sealed, key, now)).toEqual(ticket);
  });

  it.each([
    ["none", undefined],
    ["nothing", ""],
    ["no seal", sealed.split(".").slice(0, 3).join(".")],
    ["an empty seal", `${sealed.split(".").slice(0, 3).join(".")}.`],
    ["a seal of the wrong length", `${sealed}A`],
    ["one part more", `${sealed}.A`],
    ["another grant", sealed.replace(/^0190/, "0191")],
    ["another secret", sealed.replace("ssss", "tsss")],
    ["a later end", sealed.replace(String(expiresAt.getTime()), String(expiresAt.getTime() + 3_600_000))],
    ["no number for its end", sealed.replace(String(expiresAt.getTime()), "never")],
  ])("with %s is no ticket", (_what, value) => {
    expect(openGrantTicket(value, key, now)).toBeNull();
  });

  it("of another key is no ticket, and its key is not that of anything else", () => {
    expect(openGrantTicket(sealed, "x".repeat(32), now)).toBeNull();
  });

  it("C-04: is over with its hour, by whatever clock reads it", () => {
    expect(openGrantTicket(sealed, key, new Date(expiresAt.getTime() - 1))).not.toBeNull();
    for (const late of [0, 1, 3_600_000])
      expect(openGrantTicket(sealed, key, new Date(expiresAt.getTime() + late))).toBeNull();
  });

  it("is for this host alone, for no script, and for no link from elsewhere", () => {
    expect(grantCookie).toMatch(/^__Host-/);
    expect(grantCookieOptions(expiresAt)).toMatchObject({
      path: "/",
      httpOnly: true,
      secure: true,
      sameSite: "strict",
    });
    expect(grantCookieOptions(expiresAt)).not.toHaveProperty("domain");
  });
});
