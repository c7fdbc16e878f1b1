// npm run check: everything that needs no database and no build.
import "./start/enough-node.mjs";
import { mkdirSync } from "node:fs";
import { generateWhenStale } from "./start/build.mjs";
import { installWhenStale } from "./start/install.mjs";
import { onStop } from "./start/interrupt.mjs";
import { stateFolder } from "./start/paths.mjs";
import { failure, line } from "./start/say.mjs";
import { stopRuns } from "./start/supervise.mjs";
import { check } from "./test/check.mjs";
import { sentence } from "./test/counts.mjs";

const state = stateFolder(".sallyport");
onStop(() => stopRuns().then(() => process.exit(130)));

try {
  mkdirSync(state.logs, { recursive: true, mode: 0o700 });
  await installWhenStale(state.log("install"));
  await generateWhenStale(state.log("generate"));
  const counts = await check(state.log);
  line(`\n${sentence(counts)}`);
  process.exit(counts.failed === 0 ? 0 : 1);
} catch (error) {
  failure(error);
  process.exit(1);
}
