// npm run build: the database clients and the production build, for a release. `npm start` does both by itself.
import "./start/enough-node.mjs";
import { mkdirSync } from "node:fs";
import { buildWhenStale, generateWhenStale } from "./start/build.mjs";
import { stateFolder } from "./start/paths.mjs";
import { failure } from "./start/say.mjs";

const state = stateFolder(".sallyport");
try {
  mkdirSync(state.logs, { recursive: true, mode: 0o700 });
  await generateWhenStale(state.log("generate"));
  await buildWhenStale(state.log("build"));
} catch (error) {
  failure(error);
  process.exit(1);
}
