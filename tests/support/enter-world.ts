import { world, worlds } from "./world";

// The product reads its environment once, at its first import: a test process is given that of the world it tests.
if (worlds().length > 0) Object.assign(process.env, world().env.product, { LOG_LEVEL: "silent" });
