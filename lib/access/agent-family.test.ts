import { expect, it } from "vitest";
import { agentFamily } from "./agent-family";

const chrome =
  "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36";

it.each([
  [chrome, "Chrome on Mac OS X"],
  [chrome.replace("140.0.0.0", "141.0.0.0"), "Chrome on Mac OS X"],
  [`${chrome} Edg/140.0.0.0`, "Edg on Mac OS X"],
  [
    "Mozilla/5.0 (iPhone; CPU iPhone OS 19_0 like Mac OS X) AppleWebKit/605.1.15 Version/19.0 Mobile/15E148 Safari/604.1",
    "Safari on iPhone",
  ],
  ["Mozilla/5.0 (Linux; Android 16) AppleWebKit/537.36 Chrome/140.0 Mobile Safari/537.36", "Chrome on Android"],
  ["Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0", "Firefox on Linux"],
  ["curl/8.0", "other on other"],
  [null, "other on other"],
])("%s is %s", (agent, family) => {
  expect(agentFamily(agent)).toBe(family);
});
