import { expect, it } from "vitest";
import { plainInMarkdown } from "./markdown";

it("somebody's words stay words when they are pasted as Markdown", () => {
  expect(plainInMarkdown("<img src=x onerror=alert(1)>")).toBe("\\<img src=x onerror=alert\\(1\\)\\>");
  expect(plainInMarkdown("[click](https://evil.example) | *now*")).toBe(
    "\\[click\\]\\(https://evil.example\\) \\| \\*now\\*",
  );
  expect(plainInMarkdown("one\n\n  # two")).toBe("one / \\# two");
});
