import { loadEnv } from "../lib/core/env";

// Before Next starts and says other things: production's environment is complete and holds no sandbox value, or nothing runs.
try {
  loadEnv({ ...process.env, NODE_ENV: "production" });
} catch (error) {
  console.error((error as Error).message);
  process.exit(1);
}
