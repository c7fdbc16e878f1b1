import type { messagesIn } from "./messages";

type Words = ReturnType<typeof messagesIn>["lost"];

/** Somebody to call. `ways` are addresses with what they are: a phone, a mailbox. */
export type Reachable = {
  name: string;
  ways: readonly { kind: "phone" | "email" | "chat" | "other"; address: string }[];
};

type LostPage = {
  language: "en" | "ko";
  words: Words;
  origin: string;
  people: readonly Reachable[];
  /** When it is made to be printed; null for the page, which everybody reads who reaches its address. */
  printedAt: Date | null;
};

/** @source Clerk incident runbook, "Prerequisites"; IdP incident playbook, "First-line Triage" and "에스컬레이션" */
const vendors = [
  ["clerk", "https://dashboard.clerk.com"],
  ["clerkStatus", "https://status.clerk.com"],
  ["render", "https://dashboard.render.com"],
  ["renderStatus", "https://status.render.com"],
  ["pagerduty", "https://app.pagerduty.com"],
  ["statuspage", "https://manage.statuspage.io"],
] as const;

/** @source Clerk incident runbook, "Quick diagnostic"; IdP incident playbook, "First-line Triage", "모니터링", "kid mismatch 401" */
const commands = [
  ["idp", "curl -i $IDP_BASE_URL/up"],
  ["jwks", "curl -s $IDP_BASE_URL/.well-known/jwks.json | jq '.keys[].kid'"],
  ["service", renderCall("", ".serviceDetails.suspended, .status")],
  ["deploys", renderCall("/deploys?limit=5", ".[].deploy | {id, status, commit: .commit.id, createdAt}")],
  ["clerkSays", "curl -s https://status.clerk.com/api/v2/status.json | jq -r .status.description"],
  [
    "clerkApi",
    `curl -s -o /dev/null -w '%{http_code}\\n' -H "Authorization: Bearer $CLERK_SECRET_KEY" 'https://api.clerk.com/v1/users?limit=1'`,
  ],
  ["ready", "curl -i $PUBLIC_ORIGIN/api/health/ready"],
  [
    "dead",
    `SELECT oauth_application_id, count(*) FROM webhook_outbox_entries
 WHERE dlq_at IS NOT NULL AND delivered_at IS NULL GROUP BY 1 ORDER BY 2 DESC;`,
  ],
  ["doctor", "npm run doctor"],
  ["record", "npm run record:verify"],
] as const;

function renderCall(rest: string, read: string): string {
  return `curl -s "https://api.render.com/v1/services/$RENDER_SERVICE_ID${rest}" -H "Authorization: Bearer $RENDER_API_KEY" | jq '${read}'`;
}

/**
 * Where to turn when the console is no help: ways in, vendors, people, the runbooks' commands. Self-contained, for the screen and for
 * paper; it asks no database and no vendor, and holds no secret.
 * @param page `words` in the language of the reader
 */
export function lostPage({ language, words, origin, people, printedAt }: LostPage): string {
  const { ways, vendors: consoles, commands: named, people: whom, not } = words;
  const lead = printedAt === null ? words.lead : words.printedLead;
  const made = printedAt && words.made.replace("{at}", printedAt.toISOString().slice(0, 16).replace("T", " "));
  return `<!doctype html><html lang="${language}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<link rel="icon" href="data:,"><title>${words.title} · Sallyport</title><style>${look}</style></head><body><main>
<h1>${words.title}</h1><p>${lead}</p>${made ? `<p><small>${text(made.replace("{origin}", origin))}</small></p>` : ""}
<h2>${ways.title}</h2><ul><li>${ways.signIn}: ${link(`${origin}/sign-in`)}</li><li>${ways.breakGlass}: ${link(`${origin}/break-glass`)}</li></ul><p>${ways.none}</p>
<h2>${whom.title}</h2>${peopleList(people, words)}<p>${whom.escalate}</p>${people.length > 0 && !printedAt ? `<p><small>${whom.open}</small></p>` : ""}
<h2>${consoles.title}</h2><dl>${vendors.map(([name, address]) => `<dt>${consoles[name]}</dt><dd>${link(address)}</dd>`).join("")}</dl>
<h2>${not.title}</h2><ul>${Object.entries(not)
    .flatMap(([key, words]) => (key === "title" ? [] : `<li>${words}</li>`))
    .join("")}</ul>
<h2>${named.title}</h2><p>${named.lead}</p>${commands.map(([name, line]) => `<p class="ask">${named[name]}</p><pre tabindex="0">${text(line.replace("$PUBLIC_ORIGIN", origin))}</pre>`).join("")}
</main></body></html>`;
}

function peopleList(people: readonly Reachable[], { people: whom }: Words): string {
  if (people.length === 0) return `<p>${whom.none}</p>`;
  const reach = ({ kind, address }: Reachable["ways"][number]): string =>
    `${whom[kind]} <b>${kind === "phone" ? `<a href="tel:${text(address.replace(/[^+0-9]/g, ""))}">${text(address)}</a>` : text(address)}</b>`;
  return `<dl>${people.map(({ name, ways }) => `<dt>${text(name)}</dt><dd>${ways.map(reach).join(" · ")}</dd>`).join("")}</dl>`;
}

const link = (address: string): string => `<a href="${text(address)}" rel="noreferrer">${text(address)}</a>`;

const text = (plain: string): string => plain.replace(/[&<>"']/g, (char) => `&#${char.charCodeAt(0)};`);

const look = `
:root{color-scheme:light dark}*{box-sizing:border-box}
body{margin:0;font:400 15px/22px system-ui,sans-serif;background:light-dark(#fbfaf7,#151412);color:light-dark(#1c1a17,#f0eee9);word-break:keep-all;overflow-wrap:anywhere}
main{max-width:760px;margin:0 auto;padding:32px 20px 48px}
h1{font-size:28px;line-height:34px;margin:0 0 12px;border-top:4px solid light-dark(#b3261e,#f2786d);padding-top:16px}
h2{font-size:15px;line-height:20px;margin:26px 0 8px;border-top:2px solid currentColor;padding-top:8px}
p{margin:0 0 10px}ul{margin:0 0 10px;padding-left:20px}small,.ask{color:light-dark(#5d5951,#a09c93)}.ask{margin:10px 0 2px}a{color:inherit}
dl{display:grid;grid-template-columns:minmax(0,2fr) minmax(0,3fr);gap:4px 16px;margin:0 0 10px}dt{color:light-dark(#5d5951,#a09c93)}dd{margin:0}
pre{margin:0;padding:8px 10px;font:12px/18px ui-monospace,monospace;white-space:pre-wrap;overflow-wrap:anywhere;border-left:3px solid light-dark(#8a857b,#77736b)}
@media(max-width:480px){dl{grid-template-columns:minmax(0,1fr)}dd{margin-bottom:6px}a{display:inline-block;padding:5px 0}}
@media print{:root{color-scheme:light}body{font-size:10pt;line-height:14pt}main{max-width:none;padding:0}h2{break-after:avoid}.ask{break-after:avoid}pre,dl{break-inside:avoid}}`;
