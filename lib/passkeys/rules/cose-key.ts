import { createPublicKey, type KeyObject } from "node:crypto";

/** The algorithms that a passkey may sign with: ES256, EdDSA (Ed25519), RS256. @source IANA COSE algorithms */
export const passkeyAlgorithms = [-7, -8, -257] as const;

export type PasskeyKey = { algorithm: (typeof passkeyAlgorithms)[number]; key: KeyObject };

type Value = number | Buffer;

/**
 * Reads a COSE key by hand, so that a proof can be checked with nothing but Node.
 * @throws when it is no key of one of the three kinds, or carries anything besides
 * @source RFC 9052 section 7, RFC 9053 section 7, RFC 8230 section 4
 */
export function readCoseKey(cose: Uint8Array): PasskeyKey {
  const fields = readMap(Buffer.from(cose));
  const [type, algorithm, curve] = [fields.get(1), fields.get(3), fields.get(-1)];
  if (type === 2 && algorithm === -7 && curve === 1)
    return { algorithm, key: fromJwk({ kty: "EC", crv: "P-256", x: text(fields, -2), y: text(fields, -3) }) };
  if (type === 1 && algorithm === -8 && curve === 6)
    return { algorithm, key: fromJwk({ kty: "OKP", crv: "Ed25519", x: text(fields, -2) }) };
  if (type === 3 && algorithm === -257)
    return { algorithm, key: fromJwk({ kty: "RSA", n: text(fields, -1), e: text(fields, -2) }) };
  throw new Error("a key of a kind that no passkey here has");
}

const fromJwk = (jwk: Record<string, string>): KeyObject => createPublicKey({ key: jwk, format: "jwk" });

function text(fields: Map<number, Value>, label: number): string {
  const value = fields.get(label);
  if (!Buffer.isBuffer(value)) throw new Error(`the key has no field ${label}`);
  return value.toString("base64url");
}

/** The part of CBOR that a key is made of: one map of integers to integers and byte strings, all of definite length. */
function readMap(bytes: Buffer): Map<number, Value> {
  let at = 0;
  const head = (): { major: number; count: number } => {
    const first = bytes.readUInt8(at);
    at += 1;
    const [major, short] = [first >> 5, first & 0x1f];
    if (short < 24) return { major, count: short };
    if (short > 25) throw new Error("longer than any key");
    const size = short === 24 ? 1 : 2;
    const count = bytes.readUIntBE(at, size);
    at += size;
    return { major, count };
  };
  const value = (): Value => {
    const { major, count } = head();
    if (major === 0) return count;
    if (major === 1) return -1 - count;
    if (major !== 2 || at + count > bytes.length) throw new Error("neither a number nor bytes");
    at += count;
    return bytes.subarray(at - count, at);
  };
  const { major, count } = head();
  if (major !== 5) throw new Error("no map");
  const fields = new Map<number, Value>();
  for (let entry = 0; entry < count; entry += 1) {
    const label = value();
    if (typeof label !== "number" || fields.has(label)) throw new Error("a label that is none, or stands twice");
    fields.set(label, value());
  }
  if (at !== bytes.length) throw new Error("something follows the key");
  return fields;
}
