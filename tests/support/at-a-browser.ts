import { act } from "./actions";
import { cookiesFor, playedBy } from "./cast";

/** Of another console than the world's: its port. */
type At = { port?: number };

/** What people do at a browser for a program that asked, over HTTP. */
export const atABrowser = {
  /** Proves it, as the person in whose name it was asked. */
  prove: (id: string, { email = playedBy.responder, ...at }: At & { email?: string } = {}) =>
    done("prove", [{ id }], email, at),
  /** Agrees, as another person. */
  approve: (id: string, digest: string, at: At = {}) => {
    const said = { id, digest, decision: "approve", reason: "Seen.", proof: { kind: "clerk" } };
    return done("decide", [said], playedBy.admin, at);
  },
};

async function done(name: "prove" | "decide", args: unknown[], email: string, at: At): Promise<void> {
  const result = await act(name, args, { cookies: await cookiesFor(email, { fva: [30, 0] }), ...at });
  if (!result.ok) throw new Error(`${email} may not ${name}: ${result.refusal.code}`);
}
