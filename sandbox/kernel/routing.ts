import type { Answer, Exchange } from "./exchange";

export type Route = {
  method: string;
  /** `/v1/users/:id`, or `/x/*rest` where `rest` takes the remaining path. */
  path: string;
  answer(exchange: Exchange): Answer | Promise<Answer>;
};

export type Match = { route: Route; params: Record<string, string> };

/** Finds the route of a request; the first registered one that fits wins. */
export function createRouter(routes: Route[]): (method: string, path: string) => Match | undefined {
  const compiled = routes.map((route) => ({ route, pattern: compile(route.path) }));
  return (method, path) => {
    for (const { route, pattern } of compiled) {
      if (route.method !== method && !(method === "HEAD" && route.method === "GET")) continue;
      const groups = pattern.exec(path)?.groups;
      if (groups) return { route, params: decodeAll(groups) };
    }
    return undefined;
  };
}

function compile(path: string): RegExp {
  const pattern = path
    .split("/")
    .map((part) => {
      if (part.startsWith(":")) return `(?<${part.slice(1)}>[^/]+)`;
      if (part.startsWith("*")) return `(?<${part.slice(1)}>.+)`;
      return part.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
    })
    .join("/");
  // The empty group makes `groups` an object for a path without parameters, too.
  return new RegExp(`^${pattern}(?<_>)$`);
}

function decodeAll(groups: Record<string, string>): Record<string, string> {
  const { _: _unused, ...params } = groups;
  return Object.fromEntries(Object.entries(params).map(([name, value]) => [name, decode(value)]));
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
