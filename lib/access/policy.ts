import type { Role } from "./roles";

/**
 * Who may do what, as one table. Operations are typed and checked at boot against it, and the HTTP matrix test is generated from it.
 * `yes`: the role is enough · `own`: only what is one's own · `prove`: a fresh proof · `no`: refused.
 */
type Cell = "yes" | "own" | "prove" | "no";

/** What a token of the public API may be for. Each is one thing, and none contains another. */
export const tokenScopes = ["read", "operate", "signal"] as const;
export type TokenScope = (typeof tokenScopes)[number];

type OperationPolicy = {
  risk: "system" | "routine" | "stop" | "guarded" | "grave" | "emergency";
  responder: Cell;
  admin: Cell;
  manager: Cell;
  /** Under a break-glass grant, for whoever's last known role allows it too. */
  grant: Cell;
  /**
   * The scope of a token that may ask for it in the name of somebody whose role allows it. Absent: what has to be proved may be asked for by
   * `operate`, since its person proves it, and nothing else. `none`: keys to the console, and what would hand something out to a browser or
   * take a secret there, are asked for in a browser alone.
   */
  token?: TokenScope | "none";
  /** An app may do it, with its bypass token, of what is its own. Only where nobody's role is needed. */
  app?: true;
};

type ReadPolicy = { responder: boolean; admin: boolean; manager: boolean; grant: boolean };

export const operationPolicy = {
  "api-token.create": { risk: "guarded", responder: "no", admin: "prove", manager: "no", grant: "no", token: "none" },
  "api-token.revoke": { risk: "stop", responder: "own", admin: "yes", manager: "own", grant: "no" },
  "app-bypass.end": { risk: "stop", responder: "yes", admin: "yes", manager: "no", grant: "yes" },
  "app-bypass.hear-uses": { risk: "system", responder: "no", admin: "no", manager: "no", grant: "no", app: true },
  "app-bypass.open": { risk: "grave", responder: "no", admin: "prove", manager: "no", grant: "prove" },
  "app-bypass.renew-token": {
    risk: "guarded",
    responder: "no",
    admin: "prove",
    manager: "no",
    grant: "no",
    token: "none",
  },
  "app-bypass.sweep": { risk: "system", responder: "no", admin: "no", manager: "no", grant: "no" },
  "app.add": { risk: "guarded", responder: "no", admin: "prove", manager: "no", grant: "no" },
  "app.change": { risk: "guarded", responder: "no", admin: "prove", manager: "no", grant: "no" },
  "app.remove": { risk: "guarded", responder: "no", admin: "prove", manager: "no", grant: "no" },
  "app.seed": { risk: "system", responder: "no", admin: "no", manager: "no", grant: "no" },
  "bypass.drill": { risk: "routine", responder: "own", admin: "own", manager: "own", grant: "no" },
  "bypass.end": { risk: "stop", responder: "yes", admin: "yes", manager: "no", grant: "yes" },
  "bypass.enrol": { risk: "grave", responder: "no", admin: "prove", manager: "no", grant: "no", token: "none" },
  "bypass.inspect-readiness": { risk: "system", responder: "no", admin: "no", manager: "no", grant: "no" },
  "bypass.set-sheet": {
    risk: "guarded",
    responder: "prove",
    admin: "prove",
    manager: "no",
    grant: "no",
    token: "none",
  },
  "bypass.strike": { risk: "guarded", responder: "no", admin: "prove", manager: "no", grant: "no", token: "none" },
  "bypass.sweep": { risk: "system", responder: "no", admin: "no", manager: "no", grant: "no" },
  "channel.route": { risk: "guarded", responder: "no", admin: "prove", manager: "no", grant: "no" },
  "channel.test": { risk: "routine", responder: "no", admin: "yes", manager: "no", grant: "no" },
  "clerk-key.adopt": { risk: "grave", responder: "no", admin: "prove", manager: "no", grant: "no", token: "none" },
  "clerk-key.close": { risk: "guarded", responder: "no", admin: "prove", manager: "no", grant: "no", token: "none" },
  "clerk-key.release": { risk: "grave", responder: "no", admin: "prove", manager: "no", grant: "no" },
  "clerk-key.replace": { risk: "grave", responder: "no", admin: "prove", manager: "no", grant: "no" },
  "clerk-key.vouch": { risk: "guarded", responder: "no", admin: "prove", manager: "no", grant: "no" },
  "contact.add": { risk: "guarded", responder: "no", admin: "prove", manager: "no", grant: "no" },
  "contact.change": { risk: "guarded", responder: "no", admin: "prove", manager: "no", grant: "no" },
  "contact.remove": { risk: "guarded", responder: "no", admin: "prove", manager: "no", grant: "no" },
  "contact.verify": { risk: "guarded", responder: "no", admin: "prove", manager: "no", grant: "no" },
  "delivery-view.remove": { risk: "routine", responder: "own", admin: "own", manager: "no", grant: "no" },
  "delivery-view.save": { risk: "routine", responder: "own", admin: "own", manager: "no", grant: "no" },
  "delivery.annotate": { risk: "routine", responder: "yes", admin: "yes", manager: "no", grant: "yes" },
  "delivery.discard": { risk: "guarded", responder: "no", admin: "prove", manager: "no", grant: "no" },
  "delivery.export": {
    risk: "guarded",
    responder: "prove",
    admin: "prove",
    manager: "no",
    grant: "no",
    token: "none",
  },
  "delivery.follow": { risk: "system", responder: "no", admin: "no", manager: "no", grant: "no" },
  "delivery.mark-delivered": { risk: "guarded", responder: "no", admin: "prove", manager: "no", grant: "no" },
  "delivery.restore": { risk: "guarded", responder: "no", admin: "prove", manager: "no", grant: "no" },
  "delivery.replay": { risk: "grave", responder: "prove", admin: "prove", manager: "no", grant: "prove" },
  "delivery.retry": { risk: "guarded", responder: "prove", admin: "prove", manager: "no", grant: "prove" },
  "delivery.reveal-payload": {
    risk: "guarded",
    responder: "prove",
    admin: "prove",
    manager: "no",
    grant: "no",
    token: "none",
  },
  "delivery.take-export": { risk: "routine", responder: "own", admin: "own", manager: "no", grant: "no" },
  "deploy.cancel": { risk: "stop", responder: "yes", admin: "yes", manager: "no", grant: "yes" },
  "deploy.follow": { risk: "system", responder: "no", admin: "no", manager: "no", grant: "no" },
  "deploy.rollback": { risk: "grave", responder: "prove", admin: "prove", manager: "no", grant: "prove" },
  "deploy.rollback-emergency": { risk: "emergency", responder: "prove", admin: "prove", manager: "no", grant: "prove" },
  "deploy.trigger": { risk: "grave", responder: "prove", admin: "prove", manager: "no", grant: "no" },
  "env-key.set": { risk: "grave", responder: "no", admin: "prove", manager: "no", grant: "no", token: "none" },
  "identity.purge-cache": { risk: "guarded", responder: "prove", admin: "prove", manager: "no", grant: "prove" },
  "identity.purge-cache-all": { risk: "grave", responder: "no", admin: "prove", manager: "no", grant: "no" },
  "identity.show-cache": { risk: "guarded", responder: "prove", admin: "prove", manager: "no", grant: "no" },
  "incident.annotate": { risk: "routine", responder: "yes", admin: "yes", manager: "yes", grant: "yes" },
  "incident.declare": { risk: "routine", responder: "yes", admin: "yes", manager: "yes", grant: "yes" },
  "incident.resolve": { risk: "routine", responder: "yes", admin: "yes", manager: "yes", grant: "yes" },
  "incident.watch": { risk: "system", responder: "no", admin: "no", manager: "no", grant: "no" },
  "job.cancel": { risk: "stop", responder: "yes", admin: "yes", manager: "no", grant: "yes" },
  "key.activate": { risk: "grave", responder: "no", admin: "prove", manager: "no", grant: "no" },
  "key.compromise": { risk: "emergency", responder: "prove", admin: "prove", manager: "no", grant: "prove" },
  "key.publish": { risk: "grave", responder: "no", admin: "prove", manager: "no", grant: "no" },
  "key.retire": { risk: "grave", responder: "no", admin: "prove", manager: "no", grant: "no" },
  "leftover.forget": { risk: "system", responder: "no", admin: "no", manager: "no", grant: "no" },
  "notice.dispatch": { risk: "system", responder: "no", admin: "no", manager: "no", grant: "no" },
  "notice.read": { risk: "routine", responder: "own", admin: "own", manager: "own", grant: "no" },
  "notice.replay": { risk: "guarded", responder: "no", admin: "prove", manager: "no", grant: "no" },
  "notice.send": { risk: "system", responder: "no", admin: "no", manager: "no", grant: "no" },
  "passkey.add": { risk: "guarded", responder: "prove", admin: "prove", manager: "prove", grant: "no", token: "none" },
  "passkey.remove": {
    risk: "guarded",
    responder: "prove",
    admin: "prove",
    manager: "prove",
    grant: "no",
    token: "none",
  },
  "passkey.rename": { risk: "routine", responder: "own", admin: "own", manager: "own", grant: "no" },
  "person.block-role": { risk: "grave", responder: "no", admin: "prove", manager: "no", grant: "no" },
  "person.grant-role": { risk: "grave", responder: "no", admin: "prove", manager: "no", grant: "no" },
  "person.lock-out": { risk: "emergency", responder: "no", admin: "prove", manager: "no", grant: "no" },
  "person.set-preferences": { risk: "routine", responder: "own", admin: "own", manager: "own", grant: "no" },
  "person.sync": { risk: "system", responder: "no", admin: "no", manager: "no", grant: "no" },
  "probe.now": { risk: "routine", responder: "yes", admin: "yes", manager: "no", grant: "yes" },
  "probe.roll-up": { risk: "system", responder: "no", admin: "no", manager: "no", grant: "no" },
  "probe.sample": { risk: "system", responder: "no", admin: "no", manager: "no", grant: "no" },
  "record.checkpoint": { risk: "system", responder: "no", admin: "no", manager: "no", grant: "no" },
  "relying-party.backfill-links": { risk: "grave", responder: "no", admin: "prove", manager: "no", grant: "no" },
  "relying-party.require-admin": { risk: "guarded", responder: "no", admin: "prove", manager: "no", grant: "no" },
  "relying-party.switch-off": { risk: "guarded", responder: "prove", admin: "prove", manager: "no", grant: "no" },
  "relying-party.switch-on": { risk: "grave", responder: "prove", admin: "prove", manager: "no", grant: "no" },
  "relying-party.trust-responders": { risk: "grave", responder: "no", admin: "prove", manager: "no", grant: "no" },
  "replay.advance": { risk: "system", responder: "no", admin: "no", manager: "no", grant: "no" },
  "replay.cancel": { risk: "stop", responder: "yes", admin: "yes", manager: "no", grant: "yes", token: "operate" },
  "replay.pause": { risk: "stop", responder: "yes", admin: "yes", manager: "no", grant: "yes", token: "operate" },
  "replay.resume": { risk: "guarded", responder: "prove", admin: "prove", manager: "no", grant: "prove" },
  "replay.set-rate": { risk: "guarded", responder: "prove", admin: "prove", manager: "no", grant: "prove" },
  "replay.undo": { risk: "guarded", responder: "prove", admin: "prove", manager: "no", grant: "prove" },
  "request.reconcile": { risk: "routine", responder: "own", admin: "yes", manager: "no", grant: "own" },
  "request.sweep": { risk: "system", responder: "no", admin: "no", manager: "no", grant: "no" },
  "request.withdraw": { risk: "stop", responder: "own", admin: "own", manager: "own", grant: "own" },
  "review.escalate": { risk: "system", responder: "no", admin: "no", manager: "no", grant: "no" },
  "review.file": { risk: "guarded", responder: "no", admin: "prove", manager: "no", grant: "no" },
  "review.write": { risk: "routine", responder: "own", admin: "yes", manager: "no", grant: "no" },
  "revocation.advance": { risk: "system", responder: "no", admin: "no", manager: "no", grant: "no" },
  "revocation.cancel": { risk: "stop", responder: "yes", admin: "yes", manager: "no", grant: "no" },
  "revocation.pause": { risk: "stop", responder: "yes", admin: "yes", manager: "no", grant: "no" },
  "revocation.resume": { risk: "guarded", responder: "prove", admin: "prove", manager: "no", grant: "no" },
  "service.auto-deploy-on": { risk: "grave", responder: "prove", admin: "prove", manager: "no", grant: "no" },
  "service.maintenance": { risk: "grave", responder: "prove", admin: "prove", manager: "no", grant: "no" },
  "service.remind": { risk: "system", responder: "no", admin: "no", manager: "no", grant: "no" },
  "service.restart": { risk: "grave", responder: "prove", admin: "prove", manager: "no", grant: "no" },
  "service.resume": { risk: "grave", responder: "prove", admin: "prove", manager: "no", grant: "no" },
  "service.suspend": { risk: "grave", responder: "prove", admin: "prove", manager: "no", grant: "no" },
  "session.revoke-everyone": { risk: "grave", responder: "no", admin: "prove", manager: "no", grant: "no" },
  "session.revoke-person": { risk: "guarded", responder: "prove", admin: "prove", manager: "no", grant: "no" },
  "signal.clear": { risk: "routine", responder: "yes", admin: "yes", manager: "no", grant: "yes" },
  "signal.raise": { risk: "routine", responder: "yes", admin: "yes", manager: "no", grant: "no", token: "signal" },
  "signal.withdraw": { risk: "routine", responder: "own", admin: "own", manager: "no", grant: "no", token: "signal" },
  "task.follow": { risk: "system", responder: "no", admin: "no", manager: "no", grant: "no" },
  "triage.clear-override": { risk: "routine", responder: "yes", admin: "yes", manager: "yes", grant: "yes" },
  "triage.override": { risk: "routine", responder: "yes", admin: "yes", manager: "yes", grant: "yes" },
  "worker.beat": { risk: "system", responder: "no", admin: "no", manager: "no", grant: "no" },
} as const satisfies Record<string, OperationPolicy>;

export type OperationName = keyof typeof operationPolicy;

/** The one scope whose tokens may ask for an operation; null where none may. */
export function tokenScopeOf(name: OperationName): TokenScope | null {
  const { risk, token } = operationPolicy[name] as OperationPolicy;
  if (token === "none") return null; // guard: keys-by-browser
  return token ?? (["guarded", "grave", "emergency"].includes(risk) ? "operate" : null);
}

/** Whether an app itself may do it. */
export const appMay = (name: OperationName): boolean => (operationPolicy[name] as OperationPolicy).app ?? false;

/** Pages and live views, by what they show. A manager sees counts, never rows or payloads. */
export const readPolicy = {
  "break-glass": { responder: true, admin: true, manager: true, grant: true },
  customers: { responder: true, admin: true, manager: false, grant: true },
  "delivery counts": { responder: true, admin: true, manager: true, grant: true },
  "delivery rows": { responder: true, admin: true, manager: false, grant: true },
  incidents: { responder: true, admin: true, manager: true, grant: true },
  "deploy logs": { responder: true, admin: true, manager: false, grant: true },
  deploys: { responder: true, admin: true, manager: true, grant: true },
  keys: { responder: true, admin: true, manager: true, grant: true },
  "notice channels": { responder: true, admin: true, manager: true, grant: true },
  operations: { responder: true, admin: true, manager: true, grant: true },
  people: { responder: true, admin: true, manager: true, grant: true },
  record: { responder: true, admin: true, manager: true, grant: true },
  reviews: { responder: true, admin: true, manager: true, grant: true },
  sessions: { responder: true, admin: true, manager: true, grant: true },
  settings: { responder: true, admin: true, manager: true, grant: true },
  triage: { responder: true, admin: true, manager: true, grant: true },
} as const satisfies Record<string, ReadPolicy>;

/** Decisions about what others ask for. Nobody decides about their own, whatever their role. */
export const decisionPolicy = {
  approve: { responder: "no", admin: "prove", manager: "no", grant: "prove" },
  deny: { responder: "no", admin: "prove", manager: "no", grant: "prove" },
  offer: { responder: "no", admin: "yes", manager: "no", grant: "yes" },
} as const satisfies Record<string, Record<Role | "grant", Cell>>;
