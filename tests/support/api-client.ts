import { type Calls, calls } from "./api-calls";
import { bearing } from "./api-tokens";
import { type Answer, ask } from "./http";

type Given<Name extends keyof Calls> = Pick<Calls[Name], "path" | "query" | "body">;
/** What must be given; what may be left out altogether may be left out here, too. */
type Asking<Name extends keyof Calls> = {
  [Part in keyof Given<Name> as Record<never, never> extends Given<Name>[Part]
    ? never
    : undefined extends Given<Name>[Part]
      ? never
      : Part]: Given<Name>[Part];
} & Partial<Given<Name>>;

export type ApiClient = <Name extends keyof Calls>(name: Name, given: Asking<Name>) => Promise<Calls[Name]["answer"]>;

/** A program that knows the public API by its description alone, and holds one token. @throws where it is refused */
export const apiClient =
  (token: string, headers: Record<string, string> = {}): ApiClient =>
  async (name, given) => {
    const { method, path } = calls[name];
    const { path: inPath = {}, query = {}, body } = given as { path?: object; query?: object; body?: unknown };
    const filled = Object.entries(inPath).reduce(
      (at, [key, value]) => at.replace(`{${key}}`, String(value)),
      path as string,
    );
    const asked = new URLSearchParams(Object.entries(query).map(([key, value]) => [key, String(value)]));
    const answer: Answer = await ask({
      method,
      path: `/api/v1${filled}${asked.size > 0 ? `?${asked}` : ""}`,
      headers: { ...bearing(token), "content-type": "application/json", ...headers },
      body: body === undefined ? undefined : JSON.stringify(body),
    });
    if (answer.status >= 400) throw new Error(`${name} is refused: ${String(answer.json().code)}`);
    return (answer.headers["content-type"]?.startsWith("text/") ? answer.text : answer.json()) as never;
  };
