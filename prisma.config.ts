import { defineConfig } from "prisma/config";

export default defineConfig({
  schema: "prisma/console/schema",
  migrations: { path: "prisma/console/migrations" },
});
