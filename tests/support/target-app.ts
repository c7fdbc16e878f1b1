import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { exportSPKI, generateKeyPair, SignJWT } from "jose";
import { type NextFetchEvent, NextRequest, NextResponse } from "next/server.js";
import { publicKeyOf } from "@/lib/app-bypass/rules/document";
import { type BypassOptions, withBypass } from "../../drop-in/bypass-middleware";
import { world } from "./world";

/** The people's Clerk as an app knows it: one key pair, of which the app stores the public half. */
const clerk = await generateKeyPair("RS256", { extractable: true });
const sessionKey = await exportSPKI(clerk.publicKey);

export const consoleKey = (): string => publicKeyOf(world().env.product.BYPASS_SIGNING_KEY ?? "").publicKey;

type Wanted = { subject?: string; endedSecondsAgo?: number; issuedSecondsAgo?: number; more?: Record<string, unknown> };

/** A session as Clerk would have issued it. */
export async function sessionToken(wanted: Wanted = {}, key = clerk.privateKey): Promise<string> {
  const {
    subject = "user_2abcdefgh",
    endedSecondsAgo = -60,
    issuedSecondsAgo = endedSecondsAgo + 60,
    more = {},
  } = wanted;
  const now = Math.floor(Date.now() / 1_000);
  return new SignJWT({ azp: "https://store.example", ...more })
    .setProtectedHeader({ alg: "RS256", kid: "ins_1" })
    .setSubject(subject)
    .setIssuedAt(now - issuedSecondsAgo)
    .setExpirationTime(now - endedSecondsAgo)
    .sign(key);
}

export type Seen = { status: number; bypass: string | null; location: string | null; behind: Record<string, string> };

/** An app of somebody's own, with our middleware before Clerk's, which sends everybody to a vendor that is dead. */
export class TargetApp {
  readonly #server: Server;
  /** What its middleware still does after an answer. */
  readonly #after = new Set<Promise<unknown>>();

  private constructor(options: BypassOptions) {
    const middleware = withBypass(toClerk, options);
    this.#server = createServer((incoming, answer) => {
      const headers = Object.entries(incoming.headers).map(([name, value]) => [name, [value].flat().join(", ")]);
      const request = new NextRequest(`https://store.example${incoming.url}`, {
        method: incoming.method ?? "GET",
        headers: Object.fromEntries(headers) as Record<string, string>,
      });
      const waitUntil = (work: Promise<unknown>): void => {
        this.#after.add(work);
        void work.finally(() => this.#after.delete(work));
      };
      void Promise.resolve(middleware(request, { waitUntil } as unknown as NextFetchEvent)).then((response) => {
        const behind = behindOf(request, response as Response);
        const passed = response?.headers.get("x-middleware-next") === "1";
        answer.writeHead(passed ? 200 : (response?.status ?? 500), Object.fromEntries(response?.headers ?? []));
        answer.end(JSON.stringify(passed ? behind : {}));
      });
    });
  }

  static async start(app: string, token: string, more: Partial<BypassOptions> = {}): Promise<TargetApp> {
    const target = new TargetApp({
      console: world().consoleUrl,
      app,
      token,
      consoleKeys: [consoleKey()],
      sessionKey,
      cacheSeconds: 0.3,
      ...more,
    });
    await new Promise<void>((resolve) => target.#server.listen(0, "127.0.0.1", resolve));
    return target;
  }

  /** One request, as a browser with that session makes it. */
  async visit(path = "/", { session, method = "GET", headers = {} }: Visit = {}): Promise<Seen> {
    const { port } = this.#server.address() as AddressInfo;
    const answer = await fetch(`http://127.0.0.1:${port}${path}`, {
      method,
      redirect: "manual",
      headers: { ...(session ? { cookie: `a=b; __session=${session}` } : {}), ...headers },
    });
    const text = await answer.text();
    return {
      status: answer.status,
      bypass: answer.headers.get("x-auth-bypass"),
      location: answer.headers.get("location"),
      behind: text === "" ? {} : JSON.parse(text),
    };
  }

  /** As somebody who comes once the app has asked: what it knows then is the console's word of this moment. */
  async visitSettled(path = "/", visit: Visit = {}): Promise<Seen> {
    await this.visit("/asks-meanwhile", { method: "DELETE" });
    await Promise.all(this.#after);
    return this.visit(path, visit);
  }

  /** Once everything is reported that can be. */
  async settled(): Promise<void> {
    while (this.#after.size > 0) await Promise.all(this.#after);
  }

  async close(): Promise<void> {
    await this.settled();
    await new Promise((resolve) => this.#server.close(resolve));
  }
}

type Visit = { session?: string; method?: string; headers?: Record<string, string> };

export const toTheVendor = { status: 307, bypass: null, location: "https://clerk.customers.example/sign-in" };

/** What Clerk's own middleware does with everybody whom it cannot verify, and with whoever asks for it in this test. */
const toClerk = async (request: NextRequest): Promise<NextResponse> =>
  request.nextUrl.pathname === "/open-to-all" ? NextResponse.next() : NextResponse.redirect(toTheVendor.location, 307);

/** The headers that the app behind the middleware sees, by what Next is told of them. */
function behindOf(request: NextRequest, response: Response): Record<string, string> {
  const listed = response.headers.get("x-middleware-override-headers");
  if (listed === null) return Object.fromEntries(request.headers);
  const names = listed.split(",").map((name) => name.trim());
  return Object.fromEntries(names.map((name) => [name, response.headers.get(`x-middleware-request-${name}`) ?? ""]));
}
