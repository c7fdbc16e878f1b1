import { writeFileSync } from "node:fs";
import { expect, test } from "vitest";
import { openApi } from "@/lib/public-api/rules/openapi";
import { clientTypes } from "../support/client-types";
import { textOf } from "./tree";

const file = "tests/support/api-calls.ts";

// `UPDATE_CLIENT=1 npm run check` writes it; the type check then says what no longer fits those who use it.
test("the client's types are those of the description", () => {
  const text = clientTypes(openApi("http://localhost:3000", "0"));
  if (process.env.UPDATE_CLIENT === "1") writeFileSync(file, text);
  expect(textOf(file)).toBe(text);
});
