import "server-only";
import { SpanStatusCode } from "@opentelemetry/api";
import { createTransport } from "nodemailer";
import { seconds } from "@/lib/core/duration";
import { env } from "@/lib/core/env";
import { traced } from "@/lib/core/traces/span";
import { type OutgoingNotice, safeCode, sendTimeoutMs } from "../outgoing";
import type { Answer, Failure } from "../request";

/** No server says more than this about one command without saying anything in between. */
const silenceMs = seconds(5);

/**
 * Sends a notice as one plain-text mail. Its Message-ID stays over all attempts, so that a mailbox knows a repeated one.
 * @param recipients addresses; nobody is told of one that the server refused as long as another one was taken
 * @source RFC 5321, 4.2.1: 4yz may be tried again, 5yz may not
 */
export async function sendMail(notice: OutgoingNotice, recipients: readonly string[]): Promise<Answer<true>> {
  const [first] = recipients;
  if (first === undefined) return failed({ kind: "refused", status: 0, code: "no_recipient" });
  const { SMTP_URL = "" } = env();
  const { host, hostname, port } = new URL(SMTP_URL);
  const known = { "server.address": hostname, "server.port": Number(port) || undefined };
  return traced(
    `SMTP ${host}`,
    known,
    async (span) => {
      const answer = await sent(notice, recipients, { SMTP_URL, hostname });
      if (!answer.ok) span.setAttribute("error.type", answer.failure.kind).setStatus({ code: SpanStatusCode.ERROR });
      return answer;
    },
    "calls",
  );
}

async function sent(
  notice: OutgoingNotice,
  recipients: readonly string[],
  { SMTP_URL, hostname }: { SMTP_URL: string; hostname: string },
): Promise<Answer<true>> {
  const { MAIL_FROM = "", PUBLIC_ORIGIN } = env();
  const transport = createTransport({
    url: SMTP_URL,
    // A password and our incidents cross the network encrypted or not at all.
    requireTLS: !["127.0.0.1", "localhost", "[::1]"].includes(hostname),
    connectionTimeout: silenceMs,
    greetingTimeout: silenceMs,
    socketTimeout: silenceMs,
    dnsTimeout: silenceMs,
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  const overdue = setTimeout(() => transport.close(), sendTimeoutMs);
  try {
    await transport.sendMail({
      from: MAIL_FROM,
      to: [...recipients],
      subject: notice.title,
      text: `${notice.title}\n\n${notice.open}: ${notice.link}\n`,
      messageId: `<${notice.id}@${new URL(PUBLIC_ORIGIN).hostname}>`,
      date: new Date(notice.postedAt),
      headers: { "Auto-Submitted": "auto-generated", "X-Sallyport-Kind": notice.kind },
      ...(notice.urgent ? { priority: "high" as const } : {}),
    });
    return { ok: true, value: true };
  } catch (error) {
    return failed(failureOf(error as { code?: unknown; responseCode?: unknown }));
  } finally {
    clearTimeout(overdue);
    transport.close();
  }
}

const failed = (failure: Failure): Answer<never> => ({ ok: false, failure });

function failureOf({ code, responseCode }: { code?: unknown; responseCode?: unknown }): Failure {
  const status = typeof responseCode === "number" ? responseCode : 0;
  if (status >= 500) return { kind: "refused", status, code: safeCode(code) };
  if (status >= 400) return { kind: "unexpected_answer", status };
  if (code === "ETIMEDOUT") return { kind: "timed_out" };
  if (code === "EPROTOCOL") return { kind: "unexpected_answer", status };
  return { kind: "unreachable" };
}
