import type { LookupOptions } from "node:dns";
import { once } from "node:events";
import { createServer } from "node:https";
import { type AddressInfo, createServer as createPlainServer } from "node:net";
import { getCACertificates, type SecureContextOptions, setDefaultCACertificates } from "node:tls";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { readAppHealth } from "@/lib/connectors/apps/read-health";
import { lookup } from "@/lib/connectors/lookup";
import { seconds } from "@/lib/core/duration";
import * as answers from "../support/answers";
import { createAuthority } from "../support/certificates";
import { startHostileHost } from "../support/hostile-host";

describe("E-05: TLS that proves nothing", () => {
  const authority = createAuthority();
  const trusted = getCACertificates("default");
  const later = new Date("2100-01-01T00:00:00Z");
  beforeAll(() => setDefaultCACertificates([...trusted, authority.pem]));
  afterAll(() => setDefaultCACertificates(trusted));

  async function askOver(options: SecureContextOptions): Promise<unknown> {
    const received: string[] = [];
    const server = createServer(options, (asked, response) => {
      received.push(asked.url ?? "");
      response.setHeader("content-type", "application/json").end("{}");
    });
    server.on("tlsClientError", () => undefined);
    server.listen(0, "127.0.0.1");
    await once(server, "listening");
    const { port } = server.address() as AddressInfo;
    const answer = await readAppHealth(`https://localhost:${port}/api/clerk-health`, seconds(2.5));
    server.closeAllConnections();
    server.close();
    await once(server, "close");
    return [answer.ok ? "ok" : answer.failure.kind, received.length];
  }

  it("E-05 a certificate that is right is believed", async () => {
    expect(await askOver(authority.issue({ host: "localhost", expiresAt: later }))).toEqual(["ok", 1]);
  });

  it.each<[string, () => SecureContextOptions]>([
    ["expired", () => authority.issue({ host: "localhost", expiresAt: new Date("2024-01-01T00:00:00Z") })],
    ["signed by nobody we know", () => createAuthority().issue({ host: "localhost", expiresAt: later })],
    ["another host's", () => authority.issue({ host: "elsewhere.example", expiresAt: later })],
    [
      "of TLS 1.0",
      () => ({
        ...authority.issue({ host: "localhost", expiresAt: later }),
        minVersion: "TLSv1",
        maxVersion: "TLSv1",
        ciphers: "DEFAULT@SECLEVEL=0",
      }),
    ],
  ])("E-05 one that is %s is not trusted, and told nothing", async (_what, options) => {
    expect(await askOver(options())).toEqual(["untrusted", 0]);
  });

  it("E-05 the environment can't switch the check off", async () => {
    process.env.NODE_TLS_REJECT_UNAUTHORIZED = "0";
    try {
      expect(await askOver(createAuthority().issue({ host: "localhost", expiresAt: later }))).toEqual(["untrusted", 0]);
    } finally {
      delete process.env.NODE_TLS_REJECT_UNAUTHORIZED;
    }
  });

  it("E-05 somebody who takes the connection and never shakes hands is given up in time", async () => {
    const server = createPlainServer((socket) => void socket.on("error", () => undefined).resume()).listen(
      0,
      "127.0.0.1",
    );
    await once(server, "listening");
    const { port } = server.address() as AddressInfo;
    const answer = await readAppHealth(`https://localhost:${port}/`, 300);
    expect(answer).toEqual({ ok: false, failure: { kind: "timed_out" } });
    server.close();
    await once(server, "close");
  });
});

describe("E-07: a name that leads nowhere good", () => {
  it("E-07 a name that nobody knows is a neighbour that can't be reached", async () => {
    expect(await readAppHealth("https://nobody.invalid/", seconds(2.5))).toEqual({
      ok: false,
      failure: { kind: "unreachable" },
    });
  });

  it.each([
    "http://169.254.169.254/latest/meta-data/",
    "http://0xA9FEA9FE/",
    "http://2852039166/",
    "http://[::ffff:169.254.169.254]/",
    "http://[fe80::1]/",
    "http://0.0.0.0/",
    "http://[::]/",
    "http://100.100.100.200/",
    "http://[fd00:ec2::254]/",
  ])("E-07 %s is never called, by no spelling", async (url) => {
    const host = await startHostileHost();
    host.behave(answers.words("{}"));
    const address = new URL(url);
    // Some of these mean this very machine, when they are called.
    address.port = new URL(host.url).port;
    const answer = await readAppHealth(address.href, seconds(1));
    expect([answer, host.asked()]).toEqual([{ ok: false, failure: { kind: "unreachable" } }, []]);
    await host.close();
  });

  it("E-07 a name is judged by the address that is called then, and not by one that was looked up before", async () => {
    const found = (host: string, options: LookupOptions) =>
      new Promise<unknown>((resolve) => lookup(host, options, (error, address) => resolve(error?.code ?? address)));
    expect(await found("localhost", { family: 4 })).toBe("127.0.0.1");
    // Looked up as a name, an address answers for itself.
    for (const options of [{ all: true }, { all: false }])
      expect(await found("169.254.169.254", options)).toBe("ENOTFOUND");
  });
});
