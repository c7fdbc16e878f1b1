import { spawnSync } from "node:child_process";
import { describe, expect, it } from "vitest";
import { curlOf, markdownOf } from "./copy-as";

const hostile = [
  "'; touch /tmp/owned; #",
  "$(touch /tmp/owned)",
  "`touch /tmp/owned`",
  "line\nbreak; touch /tmp/owned",
  "\\' \\",
  '"$HOME"',
  "!! %s %n",
  "@/etc/passwd",
  "'''",
];

/** What a shell hands to the command, one argument a line pair. */
function argumentsOf(command: string): string[] {
  const script = `curl() { printf '%s\\0' "$@"; }\n${command}`;
  const { stdout, status } = spawnSync("sh", ["-c", `TOKEN=a-token\n${script}`], { encoding: "utf8" });
  expect(status).toBe(0);
  return stdout.split("\0").slice(0, -1);
}

describe("a delivery copied as curl (F-08)", () => {
  it.each(hostile)("hands %j on as it is: a shell obeys nothing of it", (text) => {
    const command = curlOf({ url: `https://a.example/${text}`, idempotencyKey: text, payload: text });
    expect(spawnSync("sh", ["-n", "-c", command]).status).toBe(0);
    const given = argumentsOf(command);
    const line = text.replaceAll("\n", " ");
    expect(given).toEqual(
      [
        ["--globoff", "--request", "POST", "--url", `https://a.example/${line}`],
        ["--header", "content-type: application/json", "--header", `webhook-id: ${line}`],
        ["--header", "webhook-signature: a-token", "--data-raw", text],
      ].flat(),
    );
  });

  it("shows what reorders or hides as labels (F-02)", () => {
    expect(curlOf({ url: "https://a.example", idempotencyKey: "a\u202Eb", payload: "\u001B[2J" })).toContain(
      "webhook-id: a⟨U+202E⟩b",
    );
  });
});

describe("a delivery copied as Markdown (F-10)", () => {
  it("keeps what comes from outside in code, whatever it holds", () => {
    const text = markdownOf({
      title: "1 to EB",
      link: "https://console.example/deliveries/1",
      facts: [["Subject", "`</details>`` ![](https://evil.example/x)\n# h"]],
      error: "```\n<script>window.owned=1</script>",
    });
    expect(text.split("\n")).toEqual([
      "### [1 to EB](https://console.example/deliveries/1)",
      "",
      "- Subject: ``` `</details>`` ![](https://evil.example/x) # h ```",
      "",
      "````",
      "```",
      "<script>window.owned=1</script>",
      "````",
      "",
    ]);
  });
});
