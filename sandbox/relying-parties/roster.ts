import type { RelyingParty } from "./relying-party";

const EIGHT = [8, 8] as const;
const ONCE = [1, 1] as const;

/** The twelve relying parties. 45,000 rows that are not dead and 5,000 that are. */
export const ROSTER: readonly RelyingParty[] = [
  {
    id: "12",
    slug: "eb",
    name: "EB",
    // Healthy again: its outage is over, and whatever died in it would be delivered by a retry.
    character: "healthy",
    webhookEnabled: true,
    jwksCacheSeconds: 300,
    oncallContact: "oncall@eb.example",
    keys: ["retired", "grace", "active"],
    rows: { delivered: 12_138, pending: 12, dead: 1_350 },
    died: { fromHours: 7, toHours: 0.75 },
    diedAlone: true,
    failures: [
      {
        share: 0.78,
        status: 503,
        attempts: EIGHT,
        error:
          "503 Service Unavailable: upstream connect error or disconnect/reset before headers. reset reason: connection termination, request id {uuid}",
      },
      {
        share: 0.16,
        status: 502,
        attempts: EIGHT,
        error: "502 Bad Gateway: <html><head><title>502 Bad Gateway</title></head> ray {request}",
      },
      {
        share: 0.06,
        status: null,
        attempts: EIGHT,
        error: "Errno::ECONNREFUSED: connection refused by hooks.eb.example:443 (attempt {number})",
      },
    ],
  },
  {
    id: "17",
    slug: "norae",
    name: "Norae",
    character: "unknown-kid",
    webhookEnabled: true,
    jwksCacheSeconds: 21_600,
    oncallContact: "sre@norae.example",
    keys: ["retired", "grace", "active"],
    rows: { delivered: 7_174, pending: 6, dead: 820 },
    died: { fromHours: 11, toHours: 6.1 },
    diedAlone: true,
    failures: [
      {
        share: 0.93,
        status: 401,
        attempts: ONCE,
        error: '401 Unauthorized: {"error":"unknown kid","kid":"{kid}","request_id":"{request}"}',
      },
      {
        share: 0.07,
        status: 401,
        attempts: ONCE,
        error: '401 Unauthorized: {"error":"signature verification failed"}',
      },
    ],
  },
  {
    id: "21",
    slug: "baram-pay",
    name: "Baram Pay",
    character: "conflicting",
    webhookEnabled: true,
    jwksCacheSeconds: 600,
    oncallContact: "+82 2-6000-0142",
    keys: ["compromised", "retired", "active"],
    rows: { delivered: 5_886, pending: 4, dead: 610 },
    died: { fromHours: 60, toHours: 0.4 },
    failures: [
      {
        share: 0.55,
        status: 409,
        attempts: [2, 4],
        error: '409 Conflict: {"error":"key already processed","idempotency_key":"{key}"}',
      },
      {
        share: 0.45,
        status: 409,
        attempts: ONCE,
        error: '409 Conflict: {"error":"key already processed","request_id":"{request}"}',
      },
    ],
  },
  {
    id: "24",
    slug: "haru-books",
    name: "Haru Books",
    character: "slow",
    webhookEnabled: true,
    jwksCacheSeconds: 900,
    oncallContact: "ops@harubooks.example",
    keys: ["retired", "active"],
    rows: { delivered: 4_480, pending: 0, dead: 520 },
    died: { fromHours: 72, toHours: 0.3 },
    failures: [
      {
        share: 0.7,
        status: null,
        attempts: EIGHT,
        error: "Net::ReadTimeout: no answer within 10 s (req {request})",
      },
      { share: 0.18, status: null, attempts: EIGHT, error: "Net::OpenTimeout: execution expired" },
      {
        share: 0.12,
        status: 504,
        attempts: EIGHT,
        error: "504 Gateway Timeout: upstream request timeout after {number} ms",
      },
    ],
  },
  {
    id: "29",
    slug: "onda-health",
    name: "Onda Health",
    character: "failing",
    webhookEnabled: true,
    jwksCacheSeconds: 3_600,
    oncallContact: "platform@ondahealth.example",
    keys: ["retired", "retired", "active", "published"],
    rows: { delivered: 3_550, pending: 0, dead: 450 },
    died: { fromHours: 72, toHours: 0.25 },
    failures: [
      {
        share: 0.64,
        status: 500,
        attempts: EIGHT,
        error:
          '500 Internal Server Error: {"message":"NoMethodError: undefined method `email\' for nil","trace":"{request}"}',
      },
      {
        share: 0.2,
        status: 500,
        attempts: EIGHT,
        error: "500 Internal Server Error: deadlock detected, process {number} waits for ShareLock",
      },
      {
        share: 0.16,
        status: null,
        attempts: EIGHT,
        error: "SocketError: getaddrinfo: Name or service not known (hooks.ondahealth.example:443)",
      },
    ],
  },
  {
    id: "33",
    slug: "daon-market",
    name: "Daon Market",
    character: "payload-rejecting",
    webhookEnabled: true,
    jwksCacheSeconds: 600,
    oncallContact: "dev@daonmarket.example",
    keys: ["retired", "active"],
    rows: { delivered: 3_140, pending: 0, dead: 360 },
    died: { fromHours: 72, toHours: 0.5 },
    failures: [
      {
        share: 0.72,
        status: 422,
        attempts: ONCE,
        error: '422 Unprocessable Entity: {"errors":{"email":["is missing"]},"request_id":"{request}"}',
      },
      {
        share: 0.18,
        status: 400,
        attempts: ONCE,
        error: "400 Bad Request: cannot parse field data.user.phone at offset {number}",
      },
      { share: 0.1, status: 413, attempts: ONCE, error: "413 Content Too Large: limit is 16384 bytes" },
    ],
  },
  {
    id: "38",
    slug: "solbit",
    name: "Solbit",
    character: "gone",
    webhookEnabled: true,
    jwksCacheSeconds: null,
    oncallContact: null,
    keys: ["retired", "active"],
    rows: { delivered: 2_230, pending: 0, dead: 270 },
    died: { fromHours: 48, toHours: 0.6 },
    failures: [{ share: 1, status: 410, attempts: ONCE, error: "410 Gone: this endpoint was retired (ref {request})" }],
  },
  {
    id: "41",
    slug: "mirae-tutor",
    name: "Mirae Tutor",
    // Switched off since its endpoint moved.
    character: "redirecting",
    webhookEnabled: false,
    jwksCacheSeconds: 600,
    oncallContact: "help@miraetutor.example",
    keys: ["retired", "active"],
    rows: { delivered: 1_780, pending: 0, dead: 220 },
    died: { fromHours: 30, toHours: 0.5 },
    failures: [{ share: 1, status: 301, attempts: ONCE, error: "301 Moved Permanently: Location: /hooks/v2" }],
  },
  {
    id: "46",
    slug: "narae-air",
    name: "Narae Air",
    character: "rate-limited",
    webhookEnabled: true,
    jwksCacheSeconds: 1_800,
    oncallContact: "noc@naraeair.example",
    keys: ["retired", "grace", "active"],
    rows: { delivered: 1_600, pending: 0, dead: 150 },
    died: { fromHours: 40, toHours: 1 },
    failures: [
      {
        share: 1,
        status: 429,
        attempts: EIGHT,
        error: "429 Too Many Requests: 1 request per second, retry after {number} s",
      },
    ],
  },
  {
    id: "52",
    slug: "saebom-bank",
    name: "Saebom Bank",
    character: "flapping",
    webhookEnabled: true,
    jwksCacheSeconds: 300,
    oncallContact: "soc@saebombank.example",
    keys: ["retired", "active", "published"],
    rows: { delivered: 1_380, pending: 0, dead: 120 },
    died: { fromHours: 72, toHours: 0.3 },
    failures: [
      {
        share: 0.6,
        status: 503,
        attempts: EIGHT,
        error: "503 Service Unavailable: no healthy upstream, node {request}",
      },
      { share: 0.4, status: null, attempts: EIGHT, error: "Errno::ECONNRESET: connection reset by peer" },
    ],
  },
  {
    id: "57",
    slug: "podo-games",
    name: "Podo Games",
    // Healthy again: somebody renewed the certificate.
    character: "healthy",
    webhookEnabled: true,
    jwksCacheSeconds: 300,
    oncallContact: "live@podogames.example",
    keys: ["retired", "active"],
    rows: { delivered: 906, pending: 4, dead: 90 },
    died: { fromHours: 36, toHours: 20 },
    failures: [
      {
        share: 1,
        status: null,
        attempts: EIGHT,
        error:
          "OpenSSL::SSL::SSLError: SSL_connect returned=1 errno=0 state=error: certificate verify failed (certificate has expired)",
      },
    ],
  },
  {
    id: "120",
    slug: "gaon-energy",
    name: "Gaon Energy",
    // Switched off by its own wish: its rows wait, and a retry must be refused.
    character: "healthy",
    webhookEnabled: false,
    jwksCacheSeconds: null,
    oncallContact: null,
    keys: ["active"],
    rows: { delivered: 696, pending: 14, dead: 40 },
    died: { fromHours: 71, toHours: 50 },
    failures: [
      { share: 0.5, status: null, attempts: EIGHT, error: "Errno::EHOSTUNREACH: no route to host ({request})" },
      { share: 0.3, status: 403, attempts: ONCE, error: "403 Forbidden: source address is not on the allow list" },
      { share: 0.2, status: null, attempts: ONCE, error: null },
    ],
  },
];

/** @returns the relying party with this slug. @throws when there is none: a misspelt slug is a bug of the sandbox. */
export function relyingParty(slug: string): RelyingParty {
  const found = ROSTER.find((party) => party.slug === slug);
  if (!found) throw new Error(`There is no relying party "${slug}".`);
  return found;
}
