import { afterEach, beforeAll, expect, test } from "vitest";
import { calm } from "../support/calm";
import { cookiesOf } from "../support/cast";
import { control } from "../support/control";
import { ask, asPage } from "../support/http";
import { leaksOf, secretsOf } from "../support/secrets";
import { stopwatch } from "../support/stopwatch";

beforeAll(calm);
afterEach(calm);

const path = "/console-lost";

test("whoever can't get in reads vendors and commands within a second, whatever cookies they have, with Clerk hanging", async () => {
  const brought = [undefined, await cookiesOf("responder", "X"), await cookiesOf("responder", "F")];
  await control.setFault("clerk-console", { hang: true });
  for (const cookies of brought) {
    const tookMs = stopwatch();
    const answer = await ask({ path, headers: asPage, ...(cookies ? { cookies } : {}) });
    expect(tookMs()).toBeLessThan(1_000);
    expect([answer.status, answer.headers["content-type"]]).toEqual([200, "text/html; charset=utf-8"]);
    for (const words of ["dashboard.clerk.com", "dashboard.render.com", "/break-glass", "npm run doctor"])
      expect(answer.text).toContain(words);
  }
});

test("it speaks Korean to a Korean browser, needs no script and no other file, and holds no secret", async () => {
  const answer = await ask({ path, headers: { ...asPage, "accept-language": "ko-KR,ko;q=0.9" } });
  expect(/<html lang="(\w+)">/.exec(answer.text)?.[1]).toBe("ko");
  expect(answer.text).not.toMatch(/<script|src=|@import|url\(/);
  expect(leaksOf(secretsOf([]), [answer.text])).toEqual([]);
});
