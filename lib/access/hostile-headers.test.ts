import { describe, expect, it } from "vitest";
import { withoutClerk, withoutHostile } from "./hostile-headers";

describe("headers from a client", () => {
  it("lose everything that only our own infrastructure may say, whatever its case", () => {
    const { kept, attempts } = withoutHostile(
      new Headers({
        "X-Clerk-Auth-Token": "forged",
        "x-middleware-subrequest": "middleware:middleware:middleware",
        "X-Auth-Bypass": "true",
        "x-sallyport-gate": "forged",
        "Clerk-Secret-Key": "sk",
        "x-nonce": "mine",
        cookie: "__session=a",
        accept: "text/html",
      }),
    );
    expect([...kept.keys()]).toEqual(["accept", "cookie"]);
    expect(attempts.sort()).toEqual([
      "clerk-secret-key",
      "x-auth-bypass",
      "x-clerk-auth-token",
      "x-middleware-subrequest",
      "x-nonce",
      "x-sallyport-gate",
    ]);
  });

  it("lose a proxy's forwarding headers without taking them for an attempt", () => {
    const { kept, attempts } = withoutHostile(
      new Headers({ "x-forwarded-host": "evil.example", "x-forwarded-proto": "https", "x-request-id": "1" }),
    );
    expect([...kept.keys()]).toEqual([]);
    expect(attempts).toEqual([]);
  });
});

describe("a request around Clerk", () => {
  const given = new Headers({
    cookie:
      "__session=a; __session_x=b; __client_uat=1; __client_uat_x=2; __refresh_x=c; __clerk_db_jwt=d; sallyport_theme=dark; __Host-sallyport-grant=g",
    authorization: "Bearer token",
    accept: "text/html",
  });

  it("carries nothing that Clerk would take for a session, all else, and its mark", () => {
    const kept = Object.fromEntries(withoutClerk(given));
    expect(kept).toEqual({
      cookie: "sallyport_theme=dark; __Host-sallyport-grant=g",
      accept: "text/html",
      "x-sallyport-mode": "outside",
    });
  });

  it("carries no empty cookie header", () => {
    expect(withoutClerk(new Headers({ cookie: "__session=a" })).has("cookie")).toBe(false);
  });
});
