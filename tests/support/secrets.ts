import type { Person } from "./people";
import { world } from "./world";

/** Everything that no record row, log line or answer may ever hold. */
export function secretsOf(people: Person[]): string[] {
  const { product, sandbox } = world().env;
  const keys = Object.entries({ ...sandbox, ...product })
    .filter(([name]) => /KEY|SECRET|TOKEN|DATABASE|SLACK|SMTP/.test(name) && !/PUBLISHABLE|JWT_KEY/.test(name))
    .flatMap(([, value]) => [value, JSON.stringify(value).slice(1, -1)]);
  return [...new Set([...keys, ...people.flatMap(({ tokens }) => tokens), "sandbox-only", "424242"])];
}

/**
 * Where a text says a secret: what stands before it, and no more than its first six signs. A code of six digits counts as a word of its
 * own alone, since every hash and every time in nanoseconds may hold six such digits by chance.
 */
export function leaksOf(secrets: readonly string[], texts: readonly string[]): string[] {
  return secrets.flatMap((secret) => {
    const word = /^\d+$/.test(secret) ? new RegExp(`(?<![\\w-])${secret}(?![\\w-])`) : null;
    return texts.flatMap((text) => {
      const at = word ? text.search(word) : text.indexOf(secret);
      return at < 0 ? [] : [text.slice(Math.max(0, at - 40), at + 6)];
    });
  });
}
