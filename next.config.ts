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
  serverExternalPackages: ["pg-boss"],
};

export default createNextIntlPlugin("./lib/i18n/request.ts")(config);
