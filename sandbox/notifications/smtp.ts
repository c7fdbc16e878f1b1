import { createHash } from "node:crypto";
import type { Socket } from "node:net";
import { setTimeout as delay } from "node:timers/promises";
import { SMTPServer, type SMTPServerSession } from "smtp-server";
import type { Verdict } from "../kernel/faults";
import type { Kernel } from "../kernel/kernel";

export type MailSink = { close(): Promise<void> };

const NAME = "smtp";
const USER = "sandbox";

/**
 * A mail server that takes everything and delivers nothing. A fault is judged once a connection: a status is the reply to MAIL FROM
 * (a rate limit is 421), `reset` takes the mail and drops the line before it says so.
 */
export async function startMailSink(
  kernel: Kernel,
  { port, password }: { port: number; password: string },
): Promise<MailSink> {
  const { faults, journal } = kernel;
  faults.declare(NAME);
  const sockets = new Map<number, Socket>();
  const verdicts = new Map<string, Verdict>();
  const hung = new Set<Socket>();
  const socketOf = (session: SMTPServerSession): Socket | undefined => sockets.get(session.remotePort);

  const server = new SMTPServer({
    banner: "sandbox",
    disabledCommands: ["STARTTLS"],
    allowInsecureAuth: true,
    authMethods: ["PLAIN", "LOGIN"],
    disableReverseLookup: true,
    size: 1024 * 1024,

    onConnect(session, go) {
      const verdict = faults.judge([NAME]);
      const socket = socketOf(session);
      verdicts.set(session.id, verdict);
      if (verdict.fate === "outage") return void socket?.resetAndDestroy();
      if (verdict.fate === "hang" && socket) return void hung.add(socket);
      if (verdict.fate === "malformed") return void socket?.end("HTTP/1.1 200 OK\r\n\r\n");
      delay(verdict.latencyMs).then(() => go(), go);
    },
    onAuth({ username, password: given }, _session, done) {
      const known = username === USER && given === password;
      if (known) done(null, { user: USER });
      else done(reply(535, "5.7.8 Authentication credentials invalid"));
    },
    onMailFrom(_address, session, done) {
      const verdict = verdicts.get(session.id);
      if (verdict?.fate !== "status") return done();
      journal.record(NAME, envelopeOf(session, ""), verdict.status);
      const { status } = verdict;
      done(status === 429 ? reply(421, "4.7.0 Too many messages") : reply(status, "the sandbox says no"));
    },
    onData(stream, session, done) {
      const chunks: Buffer[] = [];
      stream.on("data", (chunk: Buffer) => chunks.push(chunk));
      stream.on("end", () => {
        const lost = verdicts.get(session.id)?.fate === "reset";
        journal.record(NAME, envelopeOf(session, Buffer.concat(chunks).toString("utf8")), lost ? null : 250);
        if (lost) return void socketOf(session)?.resetAndDestroy();
        done();
      });
    },
    onClose: (session) => void verdicts.delete(session.id),
  });
  server.server.prependListener("connection", (socket: Socket) => {
    const { remotePort = 0 } = socket;
    sockets.set(remotePort, socket);
    socket.once("close", () => {
      sockets.delete(remotePort);
      hung.delete(socket);
    });
  });
  // A client that goes away midway is its own business.
  server.on("error", () => undefined);
  const unsubscribe = faults.onChange((name) => {
    if (name === NAME) for (const socket of hung) socket.destroy();
  });
  await new Promise<void>((resolve, reject) => {
    server.server.once("error", reject);
    server.listen(port, "127.0.0.1", resolve);
  });
  return {
    close() {
      unsubscribe();
      for (const socket of sockets.values()) socket.destroy();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
}

const reply = (responseCode: number, words: string): Error => Object.assign(new Error(words), { responseCode });

/** A mail as the journal keeps it: who it was from and for as its path, its own headers as headers. */
function envelopeOf({ envelope }: SMTPServerSession, mail: string): Parameters<Kernel["journal"]["record"]>[1] {
  const [head = ""] = mail.split("\r\n\r\n", 1);
  const lines = head.replaceAll(/\r\n[ \t]+/g, " ").split("\r\n");
  const headers = lines.map((line) => /^([\w-]+): (.*)$/.exec(line)).filter((found) => found !== null);
  const recipients = envelope.rcptTo.map(({ address }) => address).join(",");
  const body = Buffer.from(mail);
  return {
    method: "MAIL",
    path: `/${recipients}`,
    query: new URLSearchParams(),
    headers: Object.fromEntries(headers.map(([, name = "", value]) => [name.toLowerCase(), value])),
    cookies: {},
    body,
    text: () => mail,
    json: () => ({ sha256: createHash("sha256").update(body).digest("hex") }),
    form: () => new URLSearchParams(),
    params: {},
  };
}
