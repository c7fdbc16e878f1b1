import { setTimeout as pause } from "node:timers/promises";
import { gzipSync } from "node:zlib";
import type { Manner } from "./hostile-host";

const megabyte = 1024 * 1024;
const json = { "content-type": "application/json" };

/** An answer of these words, under a status and a type. */
export const words =
  (body: string | Buffer, { status = 200, headers = {} as Record<string, string> } = {}): Manner =>
  (response) =>
    void response.writeHead(status, { ...json, "content-length": Buffer.byteLength(body), ...headers }).end(body);

export const html = words("<!doctype html><title>Sign in to the proxy</title>", {
  headers: { "content-type": "text/html" },
});

/** As much as somebody takes, up to so many MB. */
export function flood(megabytes: number, headers: Record<string, string> = {}): Manner {
  const filling = Buffer.alloc(megabyte, "x");
  return (response) => {
    response.writeHead(200, { ...json, ...headers });
    response.write('{"padding":"');
    let sent = 0;
    const more = (): void => {
      while (sent < megabytes && !response.destroyed) {
        sent += 1;
        if (!response.write(filling)) return void response.once("drain", more);
      }
      if (!response.destroyed) response.end('"}');
    };
    more();
  };
}

let member: Buffer | undefined;

/** A gibibyte of blanks, packed into a few MB. */
export const bomb: Manner = (response) => {
  member ??= gzipSync(Buffer.alloc(16 * megabyte, " "), { level: 1 });
  response.writeHead(200, { ...json, "content-encoding": "gzip" });
  for (let sent = 0; sent < 64 && !response.destroyed; sent += 1) response.write(member);
  response.end();
};

/** What was asked for, packed although nobody said that they unpack. */
export const packed = (body: string): Manner =>
  words(gzipSync(Buffer.from(body)), { headers: { "content-encoding": "gzip" } });

export const redirect = (status: number, location: string): Manner => words("", { status, headers: { location } });

export const silence: Manner = () => undefined;

export const silenceAfterHeaders: Manner = (response) => {
  response.writeHead(200, { ...json, "content-length": 1000 });
  response.flushHeaders();
};

/** A byte now and then, for as long as somebody listens. */
export const drip: Manner = (response) => {
  response.writeHead(200, json);
  void (async () => {
    for (; !response.destroyed; await pause(200)) response.write(" ");
  })();
};

export const resetMidway: Manner = (response) => {
  response.writeHead(200, { ...json, "content-length": 1000 });
  response.write('{"half":', () => setImmediate(() => response.socket?.resetAndDestroy()));
};

/** Something that is no HTTP. */
export const gibberish: Manner = (response) => {
  response.socket?.end("220 mail.example ESMTP at your service\r\n");
};
