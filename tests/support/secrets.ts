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
