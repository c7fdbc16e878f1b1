import type { NextConfig } from "next";
import createNextIntlPlugin from "next-intl/plugin";

const config: NextConfig = {
  poweredByHeader: false,
  // We need no resized pictures, and the optimiser has had remote code execution (GHSA-2xp9-vwfh-vxw4).
  images: { unoptimized: true },
  // What never meets the middleware (files of the build, Next's own redirects) is at least never guessed at, framed or embedded.
  headers: async () => [
    {
      source: "/:path*",
      headers: [
        { key: "X-Content-Type-Options", value: "nosniff" },
        { key: "X-Frame-Options", value: "DENY" },
        { key: "Cross-Origin-Resource-Policy", value: "same-origin" },
        { key: "Referrer-Policy", value: "same-origin" },
      ],
    },
  ],
  // A lock file in a folder above must not move the root.
  turbopack: { root: import.meta.dirname },
  // `npm run check` judges the types of the whole tree, tests included; a build need not do half of it again.
  typescript: { ignoreBuildErrors: true },
  serverExternalPackages: [
    "pg-boss",
    // Loaded where traces are sent, and nowhere else.
    "@opentelemetry/sdk-trace",
    "@opentelemetry/exporter-trace-otlp-http",
    "@opentelemetry/context-async-hooks",
    "@opentelemetry/resources",
    "@prisma/instrumentation",
  ],
  // Written into the bundles: a page compares it with what the console says that answers it later.
  env: { SALLYPORT_BUILD: process.env.SALLYPORT_BUILD ?? "" },
  // The Dockerfile asks for a server with only the packages that it uses; `next start` needs the whole tree, and so all else.
  ...(process.env.NEXT_OUTPUT === "standalone" ? { output: "standalone" as const } : {}),
  outputFileTracingIncludes: { "/api/identity-provider-indexes": ["./docs/identity-provider-indexes.sql"] },
};

export default createNextIntlPlugin("./lib/i18n/request.ts")(config);
