import { generateKeyPairSync, type KeyObject, randomBytes, sign } from "node:crypto";
import type { SecureContextOptions } from "node:tls";

/** An element of DER. @source X.690 */
function der(tag: number, ...parts: (Buffer | number[])[]): Buffer {
  const content = Buffer.concat(parts.map((part) => Buffer.from(part)));
  const { length } = content;
  const size = length < 128 ? [length] : length < 256 ? [0x81, length] : [0x82, length >> 8, length & 255];
  return Buffer.concat([Buffer.from([tag, ...size]), content]);
}

const sequence = (...parts: Buffer[]) => der(0x30, ...parts);
const objectId = (...bytes: number[]) => der(0x06, bytes);
const ecdsaWithSha256 = sequence(objectId(0x2a, 0x86, 0x48, 0xce, 0x3d, 0x04, 0x03, 0x02));
const named = (text: string) =>
  sequence(der(0x31, sequence(objectId(0x55, 0x04, 0x03), der(0x0c, [...Buffer.from(text)]))));
const instant = (at: Date) => der(0x18, [...Buffer.from(`${at.toISOString().replace(/[-:T]/g, "").slice(0, 14)}Z`)]);
const extension = (id: number, value: Buffer) => sequence(objectId(0x55, 0x1d, id), der(0x04, value));

export type Authority = { pem: string; issue(wanted: { host: string; expiresAt: Date }): SecureContextOptions };

type Subject = { subject: string; key: KeyObject; expiresAt: Date; extensions: Buffer[] };

/** A certificate as a PEM text. @source RFC 5280, 4.1 */
function certificate(issuer: string, issuerKey: KeyObject, { subject, key, expiresAt, extensions }: Subject): string {
  const body = sequence(
    der(0xa0, der(0x02, [2])),
    der(0x02, [1, ...randomBytes(8)]),
    ecdsaWithSha256,
    named(issuer),
    sequence(instant(new Date("2020-01-01T00:00:00Z")), instant(expiresAt)),
    named(subject),
    key.export({ type: "spki", format: "der" }) as Buffer,
    der(0xa3, sequence(...extensions)),
  );
  const whole = sequence(body, ecdsaWithSha256, der(0x03, [0], sign("sha256", body, issuerKey)));
  return `-----BEGIN CERTIFICATE-----\n${whole.toString("base64").replace(/.{64}/g, "$&\n")}\n-----END CERTIFICATE-----\n`;
}

const keyPair = () => generateKeyPairSync("ec", { namedCurve: "P-256" });

/** An authority of a test's own. Nobody trusts it who is not told to. */
export function createAuthority(): Authority {
  const own = keyPair();
  const name = "Authority of a test";
  const isAuthority = extension(0x13, sequence(der(0x01, [255])));
  const subject = { subject: name, key: own.publicKey, expiresAt: new Date("2100-01-01T00:00:00Z") };
  const pem = certificate(name, own.privateKey, { ...subject, extensions: [isAuthority] });
  return {
    pem,
    issue({ host, expiresAt }) {
      const { publicKey, privateKey } = keyPair();
      const hosts = extension(0x11, sequence(der(0x82, [...Buffer.from(host)])));
      const cert = certificate(name, own.privateKey, { subject: host, key: publicKey, expiresAt, extensions: [hosts] });
      return { cert, key: privateKey.export({ type: "pkcs8", format: "pem" }) as string };
    },
  };
}
