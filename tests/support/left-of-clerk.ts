import { cookiesFor, cookiesOf, playedBy } from "./cast";

/** What a browser may still have of Clerk when it dies: each as a cookie header, by what people would call it. */
export const leftOfClerk: Record<string, () => Promise<string>> = {
  "no cookies": async () => "",
  "a valid token": () => cookiesFor(playedBy.responder),
  "an expired token": async () => (await cookiesOf("responder", "X")) ?? "",
  "a sign-in time and no token": async () =>
    ((await cookiesOf("responder", "X")) ?? "")
      .split("; ")
      .filter((cookie) => cookie.startsWith("__client_uat"))
      .join("; "),
  "an expired token and a refresh cookie": async () => `${await cookiesOf("responder", "X")}; __refresh_x=1`,
};
